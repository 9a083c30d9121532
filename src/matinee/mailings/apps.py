"""The mailings room, as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Registers the room under its short label, and its recurring jobs."""

    name = "matinee.mailings"
    label = "mailings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the sweep and the start of scheduled editions."""
        import_module("matinee.mailings.tasks")
