"""Diagnostic cards: the list, and one card with what is written on it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.guards import may, needs
from sciezka.rooms.assessment.actions.cards import write_card
from sciezka.rooms.assessment.charts.spreads import draw_spread
from sciezka.rooms.assessment.forms.cards import CardForm
from sciezka.rooms.assessment.forms.scenario import take_refusal
from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.assessment.queries.card_places import find_card
from sciezka.rooms.assessment.queries.cards import read_card, read_cards
from sciezka.rooms.assessment.queries.places import find_assessment
from sciezka.rooms.assessment.queries.reading import say_withheld
from sciezka.rooms.assessment.queries.scores import read_scores
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("assessment.view", of=find_assessment)
def show_cards(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """List the cards by areas."""
    scores = read_scores(assessment)
    context = {
        "process": assessment.process, "assessment": assessment, "scores": scores, "areas": read_cards(scores),
        "withheld": say_withheld(scores),
    }  # fmt: skip
    return render(request, "assessment/cards.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("assessment.view", of=find_card)
def show_card(request: HttpRequest, card: Card) -> HttpResponse:
    """Show one card; whoever may write on it gets its form."""
    if request.method != "POST":
        return _show(request, card, CardForm(card=card))
    if not may(request.user, "assessment.write_card", card):
        raise Http404
    form = CardForm(request.POST, card=card)
    other: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            write_card(actor=actor_of(request), card=card, values=form.read_values(), seen=form.read_seen())
        except ValidationError as problem:
            if getattr(problem, "code", "") == "changed":
                other = form.show_other(_read_anew(card))
            take_refusal(form, problem)
        else:
            messages.success(request, _("The card %(code)s is saved.") % {"code": card.code})
            return redirect(_find_next(request, card))
    return _show(request, card, form, other)


def _read_anew(card: Card) -> Card:
    return Card.objects.select_related("changed_by").get(assessment=card.assessment_id, code=card.code)


def _find_next(request: HttpRequest, card: Card) -> str:
    """Go on to the next card where that was pressed."""
    later = read_card(card.assessment, card.code).later if "next" in request.POST else None
    if later is None:
        return card.get_absolute_url()
    return reverse("assessment:card", kwargs={**card.assessment.address, "question": later.score.code})


def _show(request: HttpRequest, card: Card, form: CardForm, other: list[tuple[str, str]] | None = None) -> HttpResponse:
    page = read_card(card.assessment, card.code)
    context: dict[str, Any] = {
        "process": card.place, "assessment": card.assessment, "card": page.shown.card or card, "page": page,
        "shown": replace(page.shown, spread=draw_spread(page.shown.score)), "form": form, "other": other,
        "may_write": may(request.user, "assessment.write_card", card),
        "may_edit": may(request.user, "assessment.write_card", card) and not card.assessment.is_closed,
        "may_agree": page.scores.round is not None and may(request.user, "rounds.agree", page.scores.round),
        "withheld": say_withheld(page.scores),
    }  # fmt: skip
    return render(request, "assessment/card.html", context)
