"""The path room as a Django app."""

from django.apps import AppConfig


class PathConfig(AppConfig):
    """Key factors, SWOT, vision, goals and their indicators."""

    name = "sciezka.rooms.path"
    label = "path"
    default_auto_field = "django.db.models.BigAutoField"
