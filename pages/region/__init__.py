"""The regional view."""
