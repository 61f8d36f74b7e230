"""What all services share: calls, routes, errors, OData, clock, ids, limits and faults."""
