"""What the office pages of a round share: its head, the page of one form, and the steps that prepare it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.rooms.rounds.actions.checks import list_lacks
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.moments import say_moment


def show_step(request: HttpRequest, form: forms.Form, round_: Round, page: Mapping[str, Any]) -> HttpResponse:
    """Show the page of one form of a round.

    Args:
        request: the request.
        form: the form.
        round_: the round.
        page: ``title``, and optionally ``lead``, ``submit``, ``danger`` and ``back`` (where „cancel” leads).
    """
    context = {"process": round_.process, "round": round_, "form": form, "back": round_.get_absolute_url(), **page}
    return render(request, "rounds/step.html", context)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of preparing a round: what was said so far, and what is missing."""

    title: str
    said: str
    url: str
    lacks: tuple[str, ...]


def list_steps(round_: Round) -> list[Step]:
    """List the steps that prepare a round, each with where it leads."""
    lacks: dict[str, list[str]] = {}
    for lack in list_lacks(round_):
        lacks.setdefault(lack.code or "", []).extend(lack.messages)
    rows = [("question", _("Question"), say_question(round_), "rounds:round_edit")]
    rows.append(("items", _("Items"), say_items(round_), "rounds:items"))
    if round_.kind in {Round.Kind.RATING, Round.Kind.MATRIX}:
        said = ", ".join(f"{row['title']} ({len(row['levels'])})" for row in round_.scales)
        rows.append(("scales", _("Scales"), said, "rounds:scales"))
    rows.append(("people", _("Who answers"), say_people(round_), "rounds:participants"))
    rows.append(("terms", _("Terms and dates"), say_terms(round_), "rounds:terms"))
    return [
        Step(title, said, reverse(name, kwargs=round_.address), tuple(lacks.get(key, ()))) for key, title, said, name in rows
    ]


def say_question(round_: Round) -> str:
    """Say what is asked and how."""
    return " – ".join(part for part in (str(round_.get_kind_display()).capitalize(), round_.question) if part)


def say_items(round_: Round) -> str:
    """Say how many items there are."""
    count = round_.items.count()
    said = ngettext("%(count)s item", "%(count)s items", count) % {"count": count} if count else ""
    if round_.collects:
        return "; ".join(part for part in (said, _("members propose")) if part)
    return said


def say_people(round_: Round) -> str:
    """Say who answers."""
    if round_.audience == Round.Audience.TEAM:
        return str(round_.team or "")
    if round_.audience == Round.Audience.LINK:
        return str(round_.get_audience_display())
    count = round_.participants.filter(removed_at=None).count()
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count} if count else ""


def say_terms(round_: Round) -> str:
    """Say who sees what, and from when to when."""
    said = [
        _("blind") if round_.is_blind else _("answers seen by members"),
        _("anonymous") if round_.is_anonymous else _("named"),
    ]
    if round_.collects_until:
        said.append(_("proposals until %(moment)s") % {"moment": say_moment(round_.collects_until)})
    if round_.opens_at:
        said.append(_("opens %(moment)s") % {"moment": say_moment(round_.opens_at)})
    if round_.closes_at:
        said.append(_("closes %(moment)s") % {"moment": say_moment(round_.closes_at)})
    return ", ".join(said)
