"""Schools and who supports them."""
