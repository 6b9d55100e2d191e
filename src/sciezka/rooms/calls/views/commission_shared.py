"""What the commission's views share."""

from collections.abc import Mapping

from django.http import HttpResponseRedirect
from django.urls import reverse


def go(name: str, address: Mapping[str, object]) -> HttpResponseRedirect:
    """Send the reader on to a page."""
    return HttpResponseRedirect(reverse(name, kwargs=dict(address)))
