"""The config room, as Django knows it: commands only, no models."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Registers the room's management commands."""

    name = "matinee.config"
    label = "config"
