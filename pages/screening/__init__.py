"""The page Screening: one question a screen, then the plan."""
