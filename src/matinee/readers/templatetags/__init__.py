"""Template tags of the readers room."""
