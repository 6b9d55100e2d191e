"""Stopping reminders at one press in a mail program, which has neither cookies nor the private link (RFC 8058)."""

from typing import Final

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import open_to_all
from sciezka.rooms.calls.actions.reminders import choose_reminders
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.keys import find_by_stop_key
from sciezka.rooms.calls.views.applying_frame import frame, keep_secret

PRESSED: Final = ("List-Unsubscribe", "One-Click")


@csrf_exempt  # the signed word in the address is what is believed, and all that it can do is to stop reminders
@require_http_methods(["GET", "HEAD", "POST"])
@open_to_all
def stop_reminders(request: HttpRequest, stop_key: str) -> HttpResponseBase:
    """Stop reminders when it is pressed; a program that only follows the address changes nothing.

    The page says no more than whether there are reminders: its address is read by programs that carry letters.
    """
    submission = find_by_stop_key(stop_key)
    name, pressed = PRESSED
    if request.method == "POST" and request.POST.get(name) == pressed:
        try:
            submission = choose_reminders(submission=submission, wanted=False)
        except Submission.DoesNotExist as gone:
            # Deleted after it was found here.
            raise Http404 from gone
    words = {"wants_reminders": submission.wants_reminders, "pressed": PRESSED}
    return keep_secret(render(request, "calls/stop_reminders.html", {**frame(submission.call), **words}))
