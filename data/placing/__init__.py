"""Placing: finding the position of a written address in the address index of an area."""
