"""The soak: days of mail through faults and kills, and what became of it, counted apart."""
