"""The comparison groups of a process."""

from django.http import Http404

from sciezka.rooms.monitor.models import ComparisonGroup


def find_group(workspace: str, process: str, group: int) -> ComparisonGroup:
    """Find a comparison group by the words of an address."""
    found = (
        ComparisonGroup.objects.select_related("process__workspace")
        .prefetch_related("versions")
        .filter(process__workspace__slug=workspace, process__slug=process, pk=group)
        .first()
    )
    if found is None:
        raise Http404
    return found
