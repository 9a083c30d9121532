"""The inbox room, as Django knows it."""

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.inbox"
    label = "inbox"
    default_auto_field = "django.db.models.BigAutoField"
