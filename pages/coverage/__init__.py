"""Coverage: who is not reached by which service, why, and what would change it."""
