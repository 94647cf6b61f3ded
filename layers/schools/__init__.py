"""Schools and their support, in words and on paper."""
