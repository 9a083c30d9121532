"""The readers room, as Django knows it."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"
