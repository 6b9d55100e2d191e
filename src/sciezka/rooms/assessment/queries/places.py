"""Finding assessments and cards by the words of an address, always through workspace and process."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.rounds.models import Round


def find_assessment(workspace: str, process: str, assessment: int) -> Assessment:
    """Find an assessment inside its process, or answer 404."""
    rows = Assessment.objects.select_related("process__workspace", "team", "bank", "previous", "event", "made_by")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=assessment)


def find_result(round: Round) -> str:  # noqa: A002 - the noun's own name
    """Give the address where the result of an assessment's round is drawn; empty when the assessment is gone."""
    key = round.subject_key
    found = Assessment.objects.filter(process=round.process_id, pk=key).first() if key.isdecimal() else None
    if found is None:
        return ""
    found.process = round.process
    return found.get_absolute_url()
