"""Files from strangers: what they are, whether they are sealed, unpacked within limits."""
