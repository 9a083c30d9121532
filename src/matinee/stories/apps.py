"""The stories room, as Django knows it."""

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"
