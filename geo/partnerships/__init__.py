"""Who does what, where, for whom and with which money."""
