"""What waits today, in words."""
