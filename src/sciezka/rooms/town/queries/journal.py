"""Reading the journal as people read it: who did what, to what, from what to what, when and on what basis."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from sciezka.kit.journal import entries_within
from sciezka.kit.manifests import all_manifests, say_verb
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User

SIZE = 30
LONG = 160


@dataclass(frozen=True, slots=True)
class Pair:
    """A field with its value before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One entry of the journal, ready to read."""

    entry: JournalEntry
    who: str
    is_erased: bool
    sentence: str
    noun: str
    pairs: list[Pair]


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilters:
    """What the address of the journal asks for; what is veiled from its reader is left out."""

    reader: Any = None
    noun: str = ""
    number: str = ""
    actor: uuid.UUID | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def select_entries(scope: str, filters: JournalFilters) -> QuerySet[JournalEntry]:
    """Select the entries of a place."""
    entries = entries_within(scope)
    for kind, keys in list_veiled(filters.reader):
        entries = entries.exclude(object_type=kind, object_id__in=keys)
    if filters.noun:
        entries = entries.filter(object_type=filters.noun)
    if filters.number:
        entries = entries.filter(object_id=filters.number)
    if filters.actor:
        entries = entries.filter(actor=filters.actor)
    if filters.since:
        entries = entries.filter(at__date__gte=filters.since)
    if filters.until:
        entries = entries.filter(at__date__lte=filters.until)
    return entries


def list_veiled(reader: Any) -> Iterator[tuple[str, list[str]]]:  # noqa: ANN401 - any kind of user
    """List the nouns of which a person may not read: kinds with keys, as rooms say."""
    if reader is not None:
        for manifest in all_manifests():
            if manifest.veils:
                yield from import_string(manifest.veils)(reader).items()


def read_journal(scope: str, filters: JournalFilters, number: str | None) -> tuple[Page[JournalEntry], list[JournalLine]]:
    """Read one page of a place's journal in a fixed number of queries."""
    page = Paginator(select_entries(scope, filters), SIZE).get_page(number)
    entries = list(page.object_list)
    people = name_people(entry.actor for entry in entries)
    names = name_relations(entries)
    return page, [tell(entry, people, names) for entry in entries]


def name_people(refs: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, User]:
    """Find the accounts behind pseudonyms, in one query."""
    return {user.ref: user for user in User.objects.filter(ref__in={ref for ref in refs if ref})}


def actors_within(scope: str) -> list[User]:
    """List the people who wrote to a place's journal and still have an account."""
    refs = entries_within(scope).order_by().values("actor")
    return list(User.objects.filter(ref__in=refs, erased_at__isnull=True).order_by("name", "email"))


def nouns_within(scope: str) -> list[tuple[str, str]]:
    """List the kinds of nouns in a place's journal with their names."""
    types = entries_within(scope).order_by().values_list("object_type", flat=True).distinct()
    return sorted(((key, name_noun(key)) for key in types), key=lambda pair: pair[1])


def tell(entry: JournalEntry, people: Mapping[uuid.UUID, User], names: Mapping[tuple[str, Any], str]) -> JournalLine:
    """Turn an entry into words."""
    user = people.get(entry.actor) if entry.actor else None
    is_erased = bool(entry.actor) and (user is None or user.erased_at is not None)
    who = _("account erased") if is_erased else str(user) if user else _("the system")
    model = find_model(entry.object_type)
    keys = [*entry.after, *(key for key in entry.before if key not in entry.after)]
    pairs = [
        Pair(
            name_field(model, key),
            say_value(model, key, entry.before.get(key), names),
            say_value(model, key, entry.after.get(key), names),
        )
        for key in keys
    ]
    return JournalLine(entry, who, is_erased, str(say_verb(entry.verb)), name_noun(entry.object_type), pairs)


def find_model(label: str) -> type[models.Model] | None:
    """Find the model that a journal entry names; one may have been renamed since."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def find_field(model: type[models.Model] | None, key: str) -> "models.Field[Any, Any] | None":
    """Find a field of a model; the journal may hold names that are not fields."""
    try:
        field = model._meta.get_field(key) if model else None
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def name_noun(label: str) -> str:
    """Give the name of a kind of noun."""
    model = find_model(label)
    return str(model._meta.verbose_name) if model else label


def name_field(model: type[models.Model] | None, key: str) -> str:
    """Give the name of a field as people know it."""
    field = find_field(model, key)
    return str(field.verbose_name) if field else extra_names().get(key, key.replace("_", " "))


def extra_names() -> dict[str, str]:
    """Name the words that actions write beside fields."""
    return {
        "stages": _("stages"),
        "teams": _("teams"),
        "tasks": _("tasks"),
        "file_name": _("file"),
        "links": _("links"),
        "date": _("date"),
    }


def name_relations(entries: Iterable[JournalEntry]) -> dict[tuple[str, Any], str]:
    """Name every noun that the values point to, in one query for each kind of noun."""
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for entry in entries:
        model = find_model(entry.object_type)
        for values in (entry.before, entry.after):
            for key, value in values.items():
                field = find_field(model, key)
                if field is not None and field.is_relation and field.related_model:
                    wanted[field.related_model].update(value if isinstance(value, list) else [value])
    names = {}
    for model, keys in wanted.items():
        found = model._default_manager.in_bulk([key for key in keys if is_key(model, key)])
        names.update({(model._meta.label_lower, key): str(noun) for key, noun in found.items()})
    return names


def is_key(model: type[models.Model], value: Any) -> bool:  # noqa: ANN401 - any plain value
    """Tell whether a value can be a model's key; some actions write a noun's name instead."""
    try:
        return value is not None and model._meta.pk.to_python(value) is not None
    except (ValidationError, TypeError):
        return False


def say_value(
    model: type[models.Model] | None,
    key: str,
    value: Any,  # noqa: ANN401 - any plain value
    names: Mapping[tuple[str, Any], str],
) -> str:
    """Write a value as people read it."""
    field = find_field(model, key)
    match value:
        case None | "" | []:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case list():
            return ", ".join(say_value(model, key, item, names) for item in value)
        case dict():
            return ", ".join(f"{name}: {item}" for name, item in value.items())
    if field is not None and field.is_relation:
        related: Any = field.related_model
        unknown = value if isinstance(value, str) else _("no longer there")
        text = names.get((related._meta.label_lower, value), unknown)
    elif field is not None and field.flatchoices:
        text = str(dict(field.flatchoices).get(value, value))
    else:
        text = say_day(str(value))
    return text


def say_day(text: str) -> str:
    """Write an ISO day or moment in the language of the page; leave anything else as it is."""
    if len(text) == len("2020-10-09") and (day := read_day(text)):
        return date_format(day, "j E Y")
    if len(text) > len("2020-10-09T12:00") and text[10] == "T" and (moment := read_moment(text)):
        return date_format(timezone.localtime(moment) if timezone.is_aware(moment) else moment, "j E Y, H:i")
    return text


def read_day(text: str) -> dt.date | None:
    """Read an ISO day, or nothing."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def read_moment(text: str) -> dt.datetime | None:
    """Read an ISO moment, or nothing."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None
