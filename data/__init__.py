"""Where it comes from: storage and the outside world."""
