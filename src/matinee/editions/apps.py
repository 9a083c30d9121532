"""The editions room, as Django knows it."""

from django.apps import AppConfig


class EditionsConfig(AppConfig):
    """Registers the room under its short label, its recurring work and its workflow."""

    name = "matinee.editions"
    label = "editions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take up recurring work, and follow Wagtail's workflow."""
        from matinee.editions import tasks, workflow  # noqa: F401  # both register themselves
