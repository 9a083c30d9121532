"""The insight room, as Django knows it."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.insight"
    label = "insight"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the mailbox of what comes back be read in turn."""
        from matinee.editions import choosing
        from matinee.insight import mailbox  # noqa: F401 - registers its job
        from matinee.insight.reading import clicked_between, readers_of
        from matinee.mailings import trials

        choosing.READINGS.append(readers_of)
        trials.READINGS.append(clicked_between)
