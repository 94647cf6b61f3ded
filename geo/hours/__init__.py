"""Hours of a door: open when."""
