"""Find: the nearest services that will take a person."""
