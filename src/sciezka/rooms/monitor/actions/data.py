"""Bringing a city's own series into its workspace."""

import datetime
from collections.abc import Mapping as Words
from dataclasses import dataclass
from typing import Any

from sciezka.rooms.monitor.actions.imports import Imported, SeriesValues, import_table
from sciezka.rooms.monitor.store.readings.data_series import Mapping, open_source, read_series
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeries:
    """What is said about a city's own series.

    Attributes:
        title: what the batch is called.
        source: who counts it.
        retrieved: the day that the figures are of.
        mapping: which column is what; nothing for a file of a known format.
    """

    title: str
    source: str
    retrieved: datetime.date
    mapping: Mapping | None = None

    def write(self) -> dict[str, Any]:
        """Write it as plain values, which can wait in a queue."""
        mapping = self.mapping
        return {
            "title": self.title,
            "source": self.source,
            "retrieved": self.retrieved.isoformat(),
            "mapping": mapping
            and {
                "unit": mapping.unit,
                "year": mapping.year,
                "values": [list(pair) for pair in mapping.values],
                "keys": list(mapping.keys),
                "decimal": mapping.decimal,
            },
        }

    @classmethod
    def read(cls, said: Words[str, Any]) -> "OwnSeries":
        """Read it back."""
        mapping = said["mapping"]
        return cls(
            title=said["title"],
            source=said["source"],
            retrieved=datetime.date.fromisoformat(said["retrieved"]),
            mapping=mapping
            and Mapping(
                mapping["unit"],
                mapping["year"],
                tuple((heading, name) for heading, name in mapping["values"]),
                tuple(mapping["keys"]),
                mapping["decimal"],
            ),
        )


def bring_own_series(*, actor: User, workspace: Workspace, data: bytes, name: str, said: OwnSeries) -> Imported:
    """Read a file and keep its figures as a batch of the workspace, sealed to it.

    Raises:
        SeriesProblem: the file or something in it can't be read; nothing was kept.
    """
    source = open_source(data, name)
    table = read_series(source, said.mapping)
    values = SeriesValues(title=said.title, source=said.source, retrieved=said.retrieved)
    return import_table(actor=actor, table=table, form=source.kind, name=name, workspace=workspace, values=values)
