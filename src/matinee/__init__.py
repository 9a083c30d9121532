"""Matinee: a newsroom's weekly email, whole."""

__version__ = "0.1.0"
