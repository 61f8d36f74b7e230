"""OData as Graph speaks it: query options, filters, preferences and links."""
