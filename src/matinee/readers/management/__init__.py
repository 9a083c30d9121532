"""Commands of the readers room."""
