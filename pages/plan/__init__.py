"""The page Plan: several needs, few trips."""
