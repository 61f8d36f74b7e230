"""A year of a partnership, simulated, and an oracle that says what should have been sent when."""
