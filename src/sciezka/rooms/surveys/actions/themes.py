"""Themes of open answers: making, changing and removing them, and putting answers under them."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from django.db import transaction
from django.db.models import Max, QuerySet

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Coding, Response, Survey, Theme
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.trace import note

MOST_THEMES = 60


class ThemeTaken(ValueError):
    """A theme of that name is there already."""


@transaction.atomic
def make_theme(*, actor: User | None, survey: Survey, item: str, name: str, about: str = "") -> Theme:
    """Make a theme for the open answers to an item.

    Raises:
        ThemeTaken: there is one of that name.
    """
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    rows = survey.themes.filter(item=item)
    refuse_taken(rows, name)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    theme = Theme.objects.create(survey=survey, item=item, name=name, about=about, position=last + 1)
    note(actor=actor, verb="theme.make", of=theme, after={"item": item, "name": name})
    return theme


def refuse_taken(themes: QuerySet[Theme], name: str) -> None:
    """Refuse a name that a theme has, whatever its capitals; databases fold letters of Polish in different ways."""
    if name.casefold() in {taken.casefold() for taken in themes.values_list("name", flat=True)}:
        raise ThemeTaken(name)


@transaction.atomic
def edit_theme(*, actor: User | None, theme: Theme, name: str, about: str) -> Theme:
    """Change a theme's name and what belongs to it.

    Raises:
        ThemeTaken: there is another of that name.
    """
    others = theme.survey.themes.filter(item=theme.item).exclude(pk=theme.pk)
    refuse_taken(others, name)
    apply_changes(actor=actor, verb="theme.edit", of=theme, values={"name": name, "about": about})
    return theme


@transaction.atomic
def remove_theme(*, actor: User | None, theme: Theme) -> None:
    """Remove a theme; answers stay, only not under it."""
    note(actor=actor, verb="theme.remove", of=theme, before={"item": theme.item, "name": theme.name})
    theme.delete()


@transaction.atomic
def put_under(*, actor: User | None, survey: Survey, item: str, wanted: Mapping[str, AbstractSet[int]]) -> int:
    """Put answers under themes: for each response named, exactly the themes given.

    The journal says how many were changed, never which.

    Returns:
        How many responses are under other themes than before.
    """
    themes = {theme.pk: theme for theme in survey.themes.filter(item=item)}
    responses = {str(row.pk): row for row in Response.objects.filter(survey=survey, pk__in=list(wanted))}
    rows = Coding.objects.filter(theme__in=themes, response__in=list(responses)).select_for_update()
    present = {(str(response), theme) for response, theme in rows.values_list("response", "theme")}
    asked = {(key, theme) for key in responses for theme in wanted[key] if theme in themes}
    for key, theme in present - asked:
        Coding.objects.filter(theme=theme, response=responses[key]).delete()
    Coding.objects.bulk_create(
        [Coding(theme=themes[theme], response=responses[key]) for key, theme in sorted(asked - present)],
        ignore_conflicts=True,
    )
    changed = {key for key, _theme in present ^ asked}
    if changed:
        note(actor=actor, verb="coding.put", of=survey, after={"item": item, "answers": len(changed)})
    return len(changed)
