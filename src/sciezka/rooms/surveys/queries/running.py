"""Finding a running survey, and reading the questionnaire that its people answer."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.surveys.models import Survey


def find_door(door: str) -> Survey:
    """Find a survey that has been launched by the word in its address, or answer 404."""
    rows = Survey.objects.select_related("process__workspace").filter(launched_at__isnull=False)
    return get_object_or_404(rows, door=door)
