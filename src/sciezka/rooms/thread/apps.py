"""The thread room as a Django app."""

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    """The golden thread: nodes with codes, and ties with reasons."""

    name = "sciezka.rooms.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"
