"""Taking one submission off the public pages, and erasing what is personal in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import sent
from sciezka.kit.guards import needs
from sciezka.kit.refusals import carry_out
from sciezka.rooms.calls.actions.forgetting import forget_applicant, say_too_early
from sciezka.rooms.calls.forms.composing import ConfirmForm
from sciezka.rooms.calls.forms.submissions_hiding import HideForm
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.nouns import find_submission
from sciezka.rooms.people.queries import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.hide_submission", of=find_submission)
def hide(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Let residents read no more of a submission than its number, or show it again."""
    form = HideForm(submission, request.POST if request.method == "POST" else None)
    if form.is_valid() and form.save(actor_of(request)):
        is_hidden = bool(form.cleaned_data["why"])
        said = _("Residents read no more of it than its number.") if is_hidden else _("Residents can read it.")
        messages.success(request, said)
        return redirect(submission)
    page = {
        "title": _("Take the submission off the public pages"),
        "lead": _(
            "It stays in the office as it is, and the commission judges it all the same. Residents do not find it "
            "on the list of what was submitted, and in the results they see its number alone."
        ),
        "submit": _("Save"),
        "back": submission.get_absolute_url(),
    }
    return render(
        request, "calls/call_part.html", {"process": submission.call.process, "call": submission.call, "form": form, **page}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.hide_submission", of=find_submission)
def forget(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Erase what is personal in a submission, after asking once more."""
    if say := say_too_early(submission, read_now()):
        messages.info(request, say)
        return redirect(submission)
    form = ConfirmForm(sent(request))
    if form.is_valid() and carry_out(form, forget_applicant, actor=actor_of(request), submission=submission):
        messages.success(request, _("What was personal in it is erased."))
        return redirect(submission)
    whole = _(
        "Erased for good: name, e-mail, telephone, what was written, and files. The number, the title and the dates stay."
    )
    some = _(
        "Erased for good: e-mail, telephone, and the name of a person or an informal group, in all versions. What was "
        "submitted, points and decisions stay, and protocols keep what was signed."
    )
    page = {
        "title": _("Erase the applicant’s personal data?"),
        "lead": some if submission.is_in and submission.call.called_off_at is None else whole,
        "submit": pgettext("applicant", "Erase"),
        "danger": True,
        "back": submission.get_absolute_url(),
    }
    return render(
        request, "calls/call_part.html", {"process": submission.call.process, "call": submission.call, "form": form, **page}
    )
