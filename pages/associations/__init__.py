"""Associations: who they are, with whom they work, where they could extend."""
