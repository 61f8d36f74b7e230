"""What every service of the local Microsoft 365 shares: calls, routes, errors, OData, clock, ids, limits and faults."""
