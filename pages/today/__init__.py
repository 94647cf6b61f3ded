"""Where people at work begin."""
