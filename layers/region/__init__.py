"""The regional view in words."""
