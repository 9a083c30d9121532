"""The films room, as Django knows it."""

from django.apps import AppConfig


class FilmsConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.films"
    label = "films"
    default_auto_field = "django.db.models.BigAutoField"
