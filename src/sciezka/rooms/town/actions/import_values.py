"""From a page's entry to the values of an entry of the Kalendarium, and what to change when the page changed."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sciezka.core.dates import ImpreciseDate, Precision
from sciezka.kit.journal import make_plain
from sciezka.rooms.town.actions.events import LINK_SCHEMES, EventValues, LinkValues, read_scheme
from sciezka.rooms.town.models import ImportedEntry, LegalAct, Process, Stage, Team

# What the page says itself: its newer version wins.
SAID_FIELDS = ("date", "time_start", "time_end", "title", "text", "links")
# What was only guessed from the page: a person's correction wins.
GUESSED_FIELDS = ("kind", "mode", "stage", "teams", "participants")
LONGEST_PARTICIPANTS = 500
LONGEST_LINK = 1000


@dataclass(frozen=True, slots=True)
class Proposer:
    """The stages and teams of a process, read once, to which a page's words are matched."""

    stages: Mapping[str, Stage]
    teams: tuple[tuple[str, Team], ...]
    town: str

    @classmethod
    def of(cls, process: Process) -> "Proposer":
        """Read the stages and teams of a process."""
        stages = {stage.number.upper(): stage for stage in process.stages.all().order_by("-position")}
        teams = tuple((normalise(team.name), team) for team in process.teams.all())
        return cls(stages, teams, process.workspace.name)

    def propose(self, entry: ImportedEntry) -> EventValues:
        """Give the values that the page's version of an entry proposes."""
        teams, others = self.match_bodies(entry.bodies)
        is_reversed = entry.time_start and entry.time_end and entry.time_end < entry.time_start and entry.start == entry.end
        return EventValues(
            title=entry.title,
            date=entry.date,
            text=entry.text,
            time_start=entry.time_start,
            time_end=None if is_reversed else entry.time_end,
            kind=entry.kind,
            mode=entry.mode,
            stage=self.stages.get(entry.stage.upper()) if entry.stage else None,
            teams=tuple(teams),
            participants=join_names(others),
            links=read_links(entry.links),
        )

    def match_bodies(self, bodies: Iterable[str]) -> tuple[list[Team], list[str]]:
        """Tell the process's teams from the other bodies that a page names."""
        teams: list[Team] = []
        others: list[str] = []
        for body in bodies:
            team = self.find_team(body)
            if team is None:
                others.append(body)
            elif team not in teams:
                teams.append(team)
        return teams, others

    def find_team(self, body: str) -> Team | None:
        """Find the one team that a page's word means: by its whole name, or by its beginning if only one begins so."""
        wanted = normalise(body)
        for name, team in self.teams:
            if name == wanted:
                return team
        beginning = [team for name, team in self.teams if name.startswith(f"{wanted} ")]
        return beginning[0] if len(beginning) == 1 else None


def normalise(name: str) -> str:
    """Write a name so that two spellings of it compare equal: small letters, no diacritics, words only."""
    bare = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L").casefold())
    return " ".join(re.findall(r"\w+", "".join(sign for sign in bare if not unicodedata.combining(sign))))


def join_names(names: Iterable[str]) -> str:
    """Join names with commas, as many as the field holds."""
    joined = ""
    for name in names:
        longer = f"{joined}, {name}" if joined else name
        if len(longer) > LONGEST_PARTICIPANTS:
            break
        joined = longer
    return joined


def read_links(kept: Iterable[Mapping[str, str]]) -> tuple[LinkValues, ...]:
    """Give the links that an entry can hold; the words of any other stay in its text."""
    return tuple(
        LinkValues(url=link["url"], label=link["label"][:300])
        for link in kept
        if len(link["url"]) <= LONGEST_LINK and read_scheme(link["url"]) in LINK_SCHEMES
    )


def merge_values(current: EventValues, old: EventValues, new: EventValues) -> EventValues:
    """Bring into an entry only what changed on the page between two readings; corrections of the rest stay."""
    said = {name: getattr(new, name) for name in SAID_FIELDS if getattr(new, name) != getattr(old, name)}
    guessed = {
        name: getattr(new, name)
        for name in GUESSED_FIELDS
        if getattr(new, name) != getattr(old, name) and getattr(current, name) == getattr(old, name)
    }
    return replace(current, **said, **guessed)


def keep_values(values: EventValues, names: Iterable[str]) -> dict[str, Any]:
    """Turn named values into plain data, from which :func:`restore_values` makes them again."""
    kept: dict[str, Any] = {}
    for name in names:
        value = getattr(values, name)
        match value:
            case ImpreciseDate():
                kept[name] = [value.start.isoformat(), value.end.isoformat(), value.precision.value]
            case tuple() if name == "teams":
                kept[name] = [team.pk for team in value]
            case tuple():
                kept[name] = [[link.url, link.label] for link in value]
            case _:
                kept[name] = make_plain(value)
    return kept


def restore_values(process: Process, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Make values again from plain data; a stage, team or act that is gone since is left out."""
    values: dict[str, Any] = dict(kept)
    if "date" in values:
        start, end, precision = values["date"]
        values["date"] = ImpreciseDate(dt.date.fromisoformat(start), dt.date.fromisoformat(end), Precision(precision))
    for name in ("time_start", "time_end"):
        if values.get(name):
            values[name] = dt.time.fromisoformat(values[name])
    if "teams" in values:
        values["teams"] = tuple(Team.objects.filter(process=process, pk__in=values["teams"]))
    if values.get("stage"):
        values["stage"] = Stage.objects.filter(process=process, pk=values["stage"]).first()
    if values.get("act"):
        values["act"] = LegalAct.objects.filter(workspace=process.workspace_id, pk=values["act"]).first()
    if "links" in values:
        values["links"] = tuple(LinkValues(url=url, label=label) for url, label in values["links"])
    return values


def find_differences(before: EventValues, after: EventValues) -> list[str]:
    """Name the values in which two versions differ."""
    return [name for name in EventValues.__dataclass_fields__ if getattr(before, name) != getattr(after, name)]
