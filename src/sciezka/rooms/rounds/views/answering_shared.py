"""What answering as a signed-in person and by a personal address have in common."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.forms import read_number
from sciezka.kit.guards import may
from sciezka.rooms.rounds.actions.answers import finish_sheet, keep_edits, reopen_sheet
from sciezka.rooms.rounds.actions.edits import Edit, Kept
from sciezka.rooms.rounds.forms.answering import read_form, read_parcel
from sciezka.rooms.rounds.models import Participant, Phase, Round
from sciezka.rooms.rounds.queries.answer_matrix import choose_row
from sciezka.rooms.rounds.queries.answer_pages import lay_out_page, write_given
from sciezka.rooms.rounds.queries.moments import say_left, say_moment
from sciezka.rooms.rounds.queries.own_history import read_changes
from sciezka.rooms.rounds.queries.purposes import read_purpose
from sciezka.rooms.rounds.queries.sheets import answers_of, digest_of, find_sheet, key_of, late_answers_of, write_cell
from sciezka.rooms.rounds.rules import may_be_seen
from sciezka.rooms.rounds.views.answering_words import collect_words


@dataclass(frozen=True, slots=True)
class Door:
    """Where a person came in: their account, or their personal address. It knows the addresses behind it."""

    participant: Participant
    by_key: bool = False

    @property
    def round(self) -> Round:
        """What is asked."""
        return self.participant.round

    def address(self, name: str) -> str:
        """Give the address of a page: answer, save, finish, history, propose or result."""
        if self.by_key:
            return reverse(f"rounds:key_{name}", kwargs={"key": key_of(self.participant)})
        names = {"answer": "answer", "save": "answer_save", "finish": "answer_finish", "history": "own_history"}
        return reverse(f"rounds:{names.get(name, name)}", kwargs=self.round.address)

    def collect_context(self, request: HttpRequest) -> dict[str, Any]:
        """Give what every page of answering shows."""
        round_ = self.round
        names = ("answer", "save", "finish", "history", "propose", "result", *(("meeting",) if self.by_key else ()))
        now = timezone.now()
        moment = round_.collects_until if round_.phase_at(now) == Phase.COLLECTING else round_.closes_at
        return {
            "round": round_,
            "process": round_.process,
            "purpose": read_purpose(round_.purpose),
            "participant": self.participant,
            "by_key": self.by_key,
            "links": {name: self.address(name) for name in names},
            "phase": round_.phase_at(now),
            "opens": say_moment(round_.opens_at),
            "closes": say_moment(moment),
            "left": say_left(moment, now),
            "sees_result": may_be_seen(None, round_) if self.by_key else may(request.user, "rounds.see_result", round_),
            "runs": not self.by_key and may(request.user, "rounds.manage", round_),
            "client": {
                "who": digest_of(self.participant),
                "save": self.address("save"),
                "answer": self.address("answer"),
                "finish": self.address("finish"),
                "login": f"{reverse('account_login')}?next={self.address('answer')}",
                "logout": reverse("account_logout"),
                "now": int(now.timestamp() * 1000),
                "closes": int(round_.closes_at.timestamp() * 1000) if round_.closes_at else None,
                "kind": round_.kind,
                "phase": round_.phase_at(now),
                "most": round_.most_picks,
                "words": collect_words(),
            },
        }


def show_answering(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the questions, or what there is to say when nothing can be answered now; keep what a plain form sends."""
    phase = door.round.phase
    if phase == Phase.COLLECTING:
        return redirect(door.address("propose"))
    if request.method == "POST":
        return _take_form(request, door)
    sheet = find_sheet(door.participant)
    page = lay_out_page(door.round, sheet)
    context = {**door.collect_context(request), "page": page, "sheet": sheet}
    if phase != Phase.OPEN:
        context["late"] = late_answers_of(sheet)
        context["is_sealed"] = door.round.is_anonymous and not door.round.salt
        return _render(request, "rounds/answer_closed.html", context)
    if sheet and sheet.is_finished:
        return _render(request, "rounds/answer_done.html", context)
    if door.round.kind == Round.Kind.MATRIX and (matrix := choose_row(page, read_number(request.GET.get("wiersz")))):
        context["matrix"] = matrix
        after = f"{door.address('answer')}?wiersz={matrix.next}#wiersz" if matrix.next else ""
        context["client"] |= {"asked": page.asked, "row": after}
    context["client"]["shown"] = page.shown
    # What a form without a script showed, so that only differences are taken from it.
    context["shown"] = json.dumps({word: row[:2] for word, row in page.shown.items()})
    return _render(request, "rounds/answer.html", context)


def _take_form(request: HttpRequest, door: Door) -> HttpResponse:
    now = timezone.now()
    edits, problem = read_form(request.POST, door.round, now)
    if problem:
        messages.error(request, problem)
    say_kept(request, keep_edits(participant=door.participant, edits=edits, now=now))
    if "finish" in request.POST:
        return redirect(door.address("finish"))
    row = read_number(request.POST.get("wiersz"))
    return redirect(f"{door.address('answer')}?wiersz={row}#wiersz" if row else door.address("answer"))


def say_kept(request: HttpRequest, kept: Kept) -> None:
    """Say in a message what became of changes sent without a script."""
    if kept.counted:
        time = timezone.localtime().strftime("%H:%M")
        messages.success(request, _("Saved at %(time)s. Changes: %(count)s.") % {"time": time, "count": len(kept.counted)})
    if kept.late:
        sentence = _("The round has closed. Changes that came after the end: %(count)s. They are kept, and do not count.")
        messages.warning(request, sentence % {"count": len(kept.late)})
    for sentence in sorted({refused.sentence for refused in kept.refused}):
        messages.error(request, _("Not saved: %(sentence)s") % {"sentence": sentence})


def take_parcel(request: HttpRequest, door: Door) -> HttpResponse:
    """Keep the changes that the page's script sends, and say what became of each; asked by GET, say what counts now."""
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    get_token(request)
    now = timezone.now()
    if request.method == "GET":
        return _answer_json(door, Kept(), None)
    try:
        who, edits = read_parcel(request.body, now)
    except ValidationError as wrong:
        return JsonResponse({"error": " ".join(wrong.messages)}, status=400)
    if who != digest_of(door.participant):
        # The browser holds another person's changes: they must never become this person's answers.
        return JsonResponse({"error": _("Somebody else is signed in here. Nothing was saved.")}, status=409)
    return _answer_json(door, keep_edits(participant=door.participant, edits=edits, now=now), edits)


def _answer_json(door: Door, kept: Kept, edits: list[Edit] | None) -> JsonResponse:
    """Say what became of changes, with what stands now in the cells that they touched (in all, when none came)."""
    now = timezone.now()
    answers = answers_of(find_sheet(door.participant))
    touched = set(answers) if edits is None else {edit.cell for edit in edits}
    cells = {
        write_cell(cell): [
            write_given(found := answers.get(cell)),
            found.reason if found else "",
            int(found.edited_at.timestamp() * 1000) if found else 0,
        ]
        for cell in touched
    }
    body: dict[str, Any] = {
        "who": digest_of(door.participant),
        "now": int(now.timestamp() * 1000),
        "time": timezone.localtime(now).strftime("%H:%M"),
        "phase": door.round.phase_at(now),
        "closes": int(door.round.closes_at.timestamp() * 1000) if door.round.closes_at else None,
        "counted": kept.counted,
        "late": kept.late,
        "replaced": kept.replaced,
        "refused": [
            {"key": refused.key, "problem": refused.problem, "sentence": refused.sentence} for refused in kept.refused
        ],
        "cells": cells,
    }
    said = JsonResponse(body)
    said["Cache-Control"] = "no-store"
    return said


def show_finish(request: HttpRequest, door: Door) -> HttpResponse:
    """Show what is left unanswered before a person finishes; finish, or take the sheet up again."""
    if request.method == "POST":
        return _mark(request, door)
    sheet = find_sheet(door.participant)
    if door.round.phase != Phase.OPEN or (sheet and sheet.is_finished):
        return redirect(door.address("answer"))
    context = {**door.collect_context(request), "page": lay_out_page(door.round, sheet), "sheet": sheet}
    return _render(request, "rounds/answer_finish.html", context)


def _mark(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        (reopen_sheet if "reopen" in request.POST else finish_sheet)(door.participant)
    except ValidationError as wrong:
        messages.error(request, " ".join(wrong.messages))
    return redirect(door.address("answer"))


def show_own_history(request: HttpRequest, door: Door) -> HttpResponse:
    """Show every change of the own answers; bring an earlier one back."""
    sheet = find_sheet(door.participant)
    changes = read_changes(door.round, sheet)
    if request.method == "POST":
        wanted = read_number(request.POST.get("change"))
        change = next((change for change in changes if change.answer.pk == wanted), None)
        if change and sheet:
            now = timezone.now()
            answer = change.answer
            edit = Edit(
                key=uuid.uuid4(), item=answer.item_id, scale=answer.scale, against=answer.against_id, value=answer.value,
                special=answer.special, reason=answer.reason, edited_at=now,
            )  # fmt: skip
            say_kept(request, keep_edits(participant=door.participant, edits=[edit], now=now))
        return redirect(door.address("history"))
    return _render(request, "rounds/own_history.html", {**door.collect_context(request), "client": None, "changes": changes})


def _render(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Draw a page that no browser or proxy keeps, and that no search engine lists."""
    answer = render(request, template, context)
    if context["by_key"]:
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex"
    return answer
