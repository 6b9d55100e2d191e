"""Finding cards and what stands on them by the words of an address, always through workspace, process and assessment."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from sciezka.rooms.assessment.models import Card, Deficit, Evidence, Improvement
from sciezka.rooms.assessment.queries.assessments import read_asked
from sciezka.rooms.assessment.queries.places import find_assessment


def find_card(workspace: str, process: str, assessment: int, question: str) -> Card:
    """Find the card of a question that the assessment asks; one on which nobody wrote yet is not kept."""
    found = find_assessment(workspace, process, assessment)
    if read_asked(found).find_item(question) is None:
        raise Http404
    card = found.cards.select_related("changed_by").filter(code=question).first() or Card(code=question)
    card.assessment = found
    return card


def find_evidence(workspace: str, process: str, assessment: int, question: str, evidence: int) -> Evidence:
    """Find evidence on its card, or answer 404."""
    card = find_card(workspace, process, assessment, question)
    row = get_object_or_404(Evidence, card__assessment=card.assessment, card__code=question, pk=evidence)
    row.card = card
    return row


def find_deficit(workspace: str, process: str, assessment: int, question: str, deficit: int) -> Deficit:
    """Find a deficit on its card, or answer 404."""
    card = find_card(workspace, process, assessment, question)
    row = get_object_or_404(Deficit, card__assessment=card.assessment, card__code=question, pk=deficit)
    row.card = card
    return row


def find_improvement(workspace: str, process: str, assessment: int, question: str, improvement: int) -> Improvement:
    """Find an improvement on its card, or answer 404."""
    card = find_card(workspace, process, assessment, question)
    rows = Improvement.objects.select_related("deficit", "person")
    row = get_object_or_404(rows, card__assessment=card.assessment, card__code=question, pk=improvement)
    row.card = card
    return row
