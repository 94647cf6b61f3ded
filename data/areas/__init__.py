"""Build and load a study area."""
