"""Answering by a personal address, without an account; and coming in by an open link."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sciezka.kit.crowds import Crowd
from sciezka.kit.guards import open_to_all
from sciezka.rooms.people.lockout import read_computer
from sciezka.rooms.rounds.actions.entering import enter_round
from sciezka.rooms.rounds.forms.answering import EntryForm
from sciezka.rooms.rounds.models import Participant, Phase, Round
from sciezka.rooms.rounds.queries.moments import say_left, say_moment
from sciezka.rooms.rounds.queries.purposes import read_purpose
from sciezka.rooms.rounds.queries.sheets import find_by_key, key_of
from sciezka.rooms.rounds.views.answering_shared import (
    Door,
    show_answering,
    show_finish,
    show_own_history,
    take_parcel,
)

# A whole council behind one address of a town hall must get in; a flood must not.
MOST_ENTRIES = 120  # within an hour
COOKIE_DAYS = 120

crowd: Final = Crowd(dt.timedelta(hours=1))


def open_key(request: HttpRequest, key: str, show: Callable[[HttpRequest, Door], HttpResponse]) -> HttpResponse:
    """Open a personal address in the language of its reader, or else of its workspace."""
    participant = find_by_key(key)
    with translation.override(_choose_language(request, participant.round)):
        return show(request, Door(participant, by_key=True))


def _choose_language(request: HttpRequest, round_: Round) -> str:
    """Give the language that a reader chose here by hand, else the workspace's: the browser's is seldom chosen."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else round_.process.workspace.language


@never_cache
@open_to_all
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Show the questions with the own answers, and keep what a form without scripts sends."""
    return open_key(request, key, show_answering)


@never_cache
@open_to_all
def save(request: HttpRequest, key: str) -> HttpResponse:
    """Keep changes that the page sends."""
    return open_key(request, key, take_parcel)


@never_cache
@open_to_all
def finish(request: HttpRequest, key: str) -> HttpResponse:
    """Show what is left unanswered, and finish."""
    return open_key(request, key, show_finish)


@never_cache
@open_to_all
def show_history(request: HttpRequest, key: str) -> HttpResponse:
    """Show all that was ever answered, and bring an earlier answer back."""
    return open_key(request, key, show_own_history)


@never_cache
@open_to_all
def enter(request: HttpRequest, word: str) -> HttpResponse:
    """Let whoever has the open link take part; the same browser comes back to its own sheet."""
    rounds = Round.objects.filter(audience=Round.Audience.LINK, launched_at__isnull=False)
    round_ = get_object_or_404(rounds.select_related("process__workspace"), entry_word=word)
    with translation.override(_choose_language(request, round_)):
        return _enter(request, round_)


def _enter(request: HttpRequest, round_: Round) -> HttpResponse:
    own = find_own(request, round_)
    if own and "inna" not in request.GET:
        return redirect("rounds:key_answer", key=key_of(own))
    form = EntryForm(request.POST if request.method == "POST" else None)
    takes = round_.phase in {Phase.COLLECTING, Phase.SORTING, Phase.WAITING, Phase.OPEN}
    if request.method == "POST" and takes and form.is_valid():
        if not _count_entry(request, round_):
            messages.error(request, _("Too many people came in from here just now. Try again in an hour."))
            return render(request, "rounds/entry.html", _collect(round_, form, takes=takes, own=own), status=429)
        try:
            participant = enter_round(round=round_, name=form.cleaned_data["name"])
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            return _remember(participant)
    return render(request, "rounds/entry.html", _collect(round_, form, takes=takes, own=own))


def _collect(round_: Round, form: EntryForm, *, takes: bool, own: Participant | None) -> dict[str, object]:
    moment = round_.collects_until if round_.phase == Phase.COLLECTING else round_.closes_at
    return {
        "round": round_, "process": round_.process, "purpose": read_purpose(round_.purpose), "form": form, "takes": takes,
        "own": own, "phase": round_.phase, "closes": say_moment(moment), "left": say_left(moment), "by_key": True,
    }  # fmt: skip


def find_own(request: HttpRequest, round_: Round) -> Participant | None:
    """Find the participant that this browser came in as before."""
    try:
        key = request.get_signed_cookie(f"runda-{round_.pk}", salt="rounds.entry")
        own = find_by_key(str(key))
    except (KeyError, BadSignature, Http404):
        return None
    return own if own.round_id == round_.pk else None


def _remember(participant: Participant) -> HttpResponse:
    key = key_of(participant)
    answer = redirect("rounds:key_answer", key=key)
    answer.set_signed_cookie(
        f"runda-{participant.round_id}", key, salt="rounds.entry", max_age=COOKIE_DAYS * 86_400, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax", path="/runda/",
    )  # fmt: skip
    return answer


def _count_entry(request: HttpRequest, round_: Round) -> bool:
    """Count one more person from a computer; tell whether there is still room for them."""
    return crowd.admit(f"round {round_.entry_word}", read_computer(request) or "", MOST_ENTRIES)
