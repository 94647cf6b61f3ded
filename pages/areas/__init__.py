"""Areas: which places there are, and adding another."""
