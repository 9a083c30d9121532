"""The newsletters room, as Django knows it."""

from django.apps import AppConfig


class NewslettersConfig(AppConfig):
    """Registers the room under its short label."""

    name = "matinee.newsletters"
    label = "newsletters"
    default_auto_field = "django.db.models.BigAutoField"
