"""The config room, as Django knows it: commands only, no models."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the room's management commands."""

    name = "matinee.config"
    label = "config"

    def ready(self) -> None:
        """Let MAIL_URL name a provider."""
        from matinee.config import providers  # noqa: F401 - registers itself
