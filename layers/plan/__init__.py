"""A plan in words and as data: trips and stops as sentences, what changed, JSON."""
