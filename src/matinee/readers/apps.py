"""The readers room, as Django knows it."""

from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Registers the room under its short label, and its recurring jobs."""

    name = "matinee.readers"
    label = "readers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import the jobs, so that workers know them."""
        from matinee.readers import tasks  # noqa: F401
