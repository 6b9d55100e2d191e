"""Diagnostic cards: the list, and one card."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sciezka.kit.guards import needs
from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.assessment.queries.assessments import read_asked
from sciezka.rooms.assessment.queries.places import find_assessment


def find_card(workspace: str, process: str, assessment: int, question: str) -> Card:
    """Find the card of a question that the assessment asks; one that nobody wrote on yet is not saved."""
    found = find_assessment(workspace, process, assessment)
    if read_asked(found).find_item(question) is None:
        raise Http404
    card = found.cards.select_related("changed_by").filter(code=question).first() or Card(code=question)
    card.assessment = found
    return card


@require_safe
@needs("assessment.view", of=find_assessment)
def show_cards(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """List the cards by areas."""
    return render(request, "assessment/cards.html", {"process": assessment.process, "assessment": assessment})


@require_safe
@needs("assessment.view", of=find_card)
def show_card(request: HttpRequest, card: Card) -> HttpResponse:
    """Show one card."""
    context = {"process": card.place, "assessment": card.assessment, "card": card}
    return render(request, "assessment/card.html", context)
