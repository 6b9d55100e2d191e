"""One's own tie to the applicant of one submission: declared, and taken back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.forms.ties import BackForm, TieForm
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.nouns import find_submission
from sciezka.rooms.calls.queries.ties import read_own_tie
from sciezka.rooms.people.queries import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.declare_tie", of=find_submission)
def declare(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Let somebody say that something ties them to the applicant, or take that back; of what they left they see its number.

    Which of the two is meant follows from the field that was sent.
    """
    actor, data = actor_of(request), request.POST if request.method == "POST" else None
    own = read_own_tie(submission, actor)
    form: TieForm | BackForm
    if own.declared is None:
        form = TieForm(submission, data if data and "why" not in data else None)
        said = _("You have stepped aside from submission %(number)s.")
    else:
        form = BackForm(submission, data if data and "why" in data and own.may_take_back else None)
        said = _("You deal with submission %(number)s again. The journal keeps both.")
    if form.is_valid() and form.save(actor):
        messages.success(request, said % {"number": submission.code})
        reads = may(request.user, "calls.see_submission", submission)
        return redirect(submission.get_absolute_url() if reads else reverse("calls:tie", kwargs=submission.address))
    context = {
        "process": submission.call.process, "call": submission.call, "submission": submission, "own": own, "form": form,
        "lists": may(request.user, "calls.see_submissions", submission.call),
        "reads": may(request.user, "calls.see_submission", submission),
        "gives_seats": may(request.user, "town.manage_seats", submission.call.process.workspace),
    }  # fmt: skip
    return render(request, "calls/tie.html", context)
