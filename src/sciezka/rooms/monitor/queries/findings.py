"""Findings of a process, and how each stands today."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.monitor.models import Finding


def find_finding(workspace: str, process: str, finding: int) -> Finding:
    """Find a finding inside its process, or answer 404."""
    rows = Finding.objects.select_related("process__workspace", "group__group")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=finding)
