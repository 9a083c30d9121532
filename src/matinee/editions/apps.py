"""The editions room, as Django knows it."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.editions"
    label = "editions"
    default_auto_field = "django.db.models.BigAutoField"
