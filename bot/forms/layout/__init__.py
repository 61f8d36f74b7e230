"""Where answers stand: labels found in text and tables, each with what belongs to it."""
