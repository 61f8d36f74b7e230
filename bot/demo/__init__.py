"""The demonstration: six simulated weeks of the whole job against a local Microsoft 365."""
