"""The rounds room as a Django app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Questions put to a team: judged alone, agreed together."""

    name = "sciezka.rooms.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the people room what is kept about a person here."""
        from sciezka.rooms.people.actions import register_export  # noqa: PLC0415 - models must be loaded first
        from sciezka.rooms.rounds.queries.own_export import export_person  # noqa: PLC0415

        register_export("rounds", export_person)
