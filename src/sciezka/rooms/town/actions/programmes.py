"""Keeping programme templates: the shipped ones arrive by themselves, the operator's changes stay."""

from django.db import transaction
from django.utils import timezone

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Programme
from sciezka.rooms.town.programmes import (
    ProgrammeTemplate,
    TemplateProblem,
    as_toml_source,
    read_programme,
    shipped_programmes,
)
from sciezka.rooms.town.programmes.reading import Problem, gettext_noop

FIELDS = ("version", "name")
# Words that stand where a programme stands in an address.
RESERVED_KEYS = frozenset({"nowy", "wczytanie"})


@transaction.atomic
def load_shipped_programmes() -> list[Programme]:
    """Put the templates that come with the product into the database; those edited here are left alone."""
    loaded = []
    for template in shipped_programmes():
        source = as_toml_source(template.key)
        programme = Programme.objects.filter(key=template.key).first()
        if programme is None or (not programme.is_edited and programme.source != source):
            programme = programme or Programme(key=template.key)
            fill_programme(programme, template, source, is_edited=False)
            journal.record(actor=None, verb="programme.load", of=programme, after=journal.take_snapshot(programme, FIELDS))
        loaded.append(programme)
    return loaded


@transaction.atomic
def edit_programme(*, actor: User | None, programme: Programme, source: str) -> Programme:
    """Keep the operator's own content of a template.

    Raises:
        TemplateProblem: with every fault of the content; nothing is saved then.
    """
    template = read_programme(source)
    if template.key != programme.key:
        message = gettext_noop("the key must stay “%(value)s”: processes are tied to it.")
        raise TemplateProblem([Problem("key", message, (("value", programme.key),))])
    before = journal.take_snapshot(programme, FIELDS)
    fill_programme(programme, template, source, is_edited=True)
    old, new = journal.find_changes(before, journal.take_snapshot(programme, FIELDS))
    journal.record(actor=actor, verb="programme.edit", of=programme, before=old, after=new)
    return programme


@transaction.atomic
def add_programme(*, actor: User | None, source: str) -> Programme:
    """Add a template of this instance's own.

    Raises:
        TemplateProblem: with every fault of the content, or when its key is already used.
    """
    template = read_programme(source)
    if template.key in RESERVED_KEYS or Programme.objects.filter(key=template.key).exists():
        message = gettext_noop("“%(value)s” is used by another programme.")
        raise TemplateProblem([Problem("key", message, (("value", template.key),))])
    programme = Programme(key=template.key)
    fill_programme(programme, template, source, is_edited=True)
    journal.record(actor=actor, verb="programme.add", of=programme, after=journal.take_snapshot(programme, FIELDS))
    return programme


@transaction.atomic
def restore_programme(*, actor: User | None, programme: Programme) -> Programme:
    """Bring back the version that came with the product."""
    source = as_toml_source(programme.key)
    before = journal.take_snapshot(programme, FIELDS)
    fill_programme(programme, read_programme(source), source, is_edited=False)
    old, new = journal.find_changes(before, journal.take_snapshot(programme, FIELDS))
    journal.record(actor=actor, verb="programme.restore", of=programme, before=old, after=new)
    return programme


def fill_programme(programme: Programme, template: ProgrammeTemplate, source: str, *, is_edited: bool) -> None:
    """Write a template into its row. The row's name is Polish, as the offices' lists are sorted by it."""
    programme.version = template.version
    programme.name = template.name.pl[:160]
    programme.source = source
    programme.is_edited = is_edited
    programme.updated_at = timezone.now()
    programme.save()
