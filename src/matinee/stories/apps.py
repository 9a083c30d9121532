"""The stories room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class StoriesConfig(AppConfig):
    """Registers the room under its short label, and its recurring jobs."""

    name = "matinee.stories"
    label = "stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the polling of sources."""
        import_module("matinee.stories.tasks")
