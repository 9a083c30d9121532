"""The insight room, as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"
