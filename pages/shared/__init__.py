"""What several pages use: frame, session, register, opened area."""
