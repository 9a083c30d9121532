"""The mailings room, as Django knows it."""

from django.apps import AppConfig


class MailingsConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.mailings"
    label = "mailings"
    default_auto_field = "django.db.models.BigAutoField"
