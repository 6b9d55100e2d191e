"""Deciding: about one submission, about many, approving, publishing, correcting."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sciezka.kit.forms import read_number, sent
from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.forms.ranking import ApproveForm, BulkForm, CorrectionForm, DecisionForm, PublishForm
from sciezka.rooms.calls.models import SELECTED, Call, Decision, Phase, Submission
from sciezka.rooms.calls.queries.nouns import find_call, find_submission
from sciezka.rooms.calls.queries.protocols import lacks_quorum
from sciezka.rooms.calls.queries.ranking import find_hidden, is_to_decide, read_decision_panel
from sciezka.rooms.calls.queries.ranking_page import View, read_board, read_chosen
from sciezka.rooms.calls.queries.submissions import hidden_from, to_decide
from sciezka.rooms.people.queries import actor_of

FORM = ("GET", "HEAD", "POST")
MOST_AT_ONCE = 1000


@require_http_methods(FORM)
@needs("calls.decide", of=find_submission)
def decide(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Decide about one submission; where two did, both decisions are shown."""
    call = submission.call
    panel = read_decision_panel(request.user, submission)
    if panel is None or not is_to_decide(call, panel.decision):
        raise Http404
    form = DecisionForm(submission, panel.decision, find_hidden(request.user, call), sent(request))
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The decision about %(code)s is recorded.") % {"code": submission.code})
        return redirect(reverse("calls:ranking", kwargs=call.address))
    context = {"process": call.process, "call": call, "submission": submission, "panel": panel, "form": form}
    return render(request, "calls/decide.html", context, status=409 if form.standing else 200)


@require_http_methods(FORM)
@needs("calls.decide", of=find_call)
def decide_many(request: HttpRequest, call: Call) -> HttpResponse:
    """Decide about many at once, after a look at which they are."""
    back = reverse("calls:ranking", kwargs=call.address)
    if call.phase != Phase.DECIDING:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    keys = [key for said in given.getlist("z")[:MOST_AT_ONCE] if (key := read_number(said)) is not None]
    lines = read_chosen(request.user, call, keys, propose=not keys and given.get("propozycja") == "1")
    if not lines:
        messages.warning(request, _("Tick the submissions that you decide about. Nothing was changed."))
        return redirect(back)
    form = BulkForm(call, sent(request), {"outcome": given.get("outcome", ""), "grants": True})
    rows = [(line.submission, read_number(given.get(f"v{line.submission.pk}", "")) or 0) for line in lines]
    if form.is_valid() and (count := form.save(actor_of(request), call, rows)):
        said = ngettext("%(count)s decision is recorded.", "%(count)s decisions are recorded.", count)
        messages.success(request, said % {"count": count})
        return redirect(back)
    asked = sum(line.submission.asked or 0 for line in lines)
    context = {"process": call.process, "call": call, "form": form, "lines": lines, "asked": asked}
    return render(request, "calls/decide_many.html", context)


@require_http_methods(FORM)
@needs("calls.approve", of=find_call)
def approve(request: HttpRequest, call: Call) -> HttpResponse:
    """Record the act that approves the results."""
    if call.phase != Phase.DECIDING:
        raise Http404
    form = ApproveForm(call, sent(request))
    if form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The results are approved. What was selected hangs on the golden thread."))
        return redirect(reverse("calls:ranking", kwargs=call.address))
    context = {
        "process": call.process,
        "call": call,
        "form": form,
        "board": read_board(request.user, call, View()),
        "lacks_quorum": lacks_quorum(call),
        "may_add_act": may(request.user, "town.manage_teams", call.process.workspace),
    }
    return render(request, "calls/approve.html", context)


@require_http_methods(FORM)
@needs("calls.approve", of=find_call)
def publish(request: HttpRequest, call: Call) -> HttpResponse:
    """Publish the results and write to the applicants."""
    if call.phase != Phase.APPROVED:
        raise Http404
    form = PublishForm(sent(request))
    if form.is_valid() and form.save(actor_of(request), call):
        messages.success(request, _("The results are published. Each applicant gets a letter with the reason."))
        return redirect(reverse("calls:ranking", kwargs=call.address))
    decided = to_decide(call).filter(decision__isnull=False)
    context = {
        "process": call.process,
        "call": call,
        "form": form,
        "selected": decided.filter(decision__outcome__in=SELECTED).count(),
        "silent": list(
            decided.filter(email="")
            .exclude(pk__in=hidden_from(request.user, call))
            .select_related("call__process__workspace")
        ),
    }
    return render(request, "calls/publish_results.html", context)


@require_http_methods(FORM)
@needs("calls.decide", of=find_submission)
def correct(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Add a correction to a published decision."""
    decision = Decision.objects.filter(submission=submission).first()
    if decision is None or submission.call.phase != Phase.PUBLISHED:
        raise Http404
    form = CorrectionForm(sent(request))
    if form.is_valid() and form.save(actor_of(request), decision):
        messages.success(request, _("The correction stands below the decision. The applicant is told."))
        return redirect(submission)
    context = {
        "process": submission.call.process, "call": submission.call, "submission": submission, "decision": decision,
        "form": form,
    }  # fmt: skip
    return render(request, "calls/correct_decision.html", context)
