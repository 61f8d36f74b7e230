"""What answers mean: fields by section, values by kind, and what the document is."""
