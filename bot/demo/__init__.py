"""The demonstration: nine simulated months of the whole job against a local Microsoft 365."""
