"""The publication room, as Django knows it."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
