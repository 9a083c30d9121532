"""Measurements of Matinee, each a script: what it does, how well and how fast."""
