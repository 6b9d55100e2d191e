"""Running the scoring: who judges what, opening and closing, differing points."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from sciezka.kit.forms import read_number
from sciezka.kit.guards import needs
from sciezka.rooms.calls.actions.commission_scoring import assign_cards, close_scoring, open_scoring
from sciezka.rooms.calls.forms.commission_scoring import AssessorForm, DiscussForm, PassForm, RemoveForm, ReopenForm
from sciezka.rooms.calls.models import Call, Phase, ScoreCard, Submission
from sciezka.rooms.calls.queries.cards import find_alerts, read_cards_panel
from sciezka.rooms.calls.queries.commission import read_members
from sciezka.rooms.calls.queries.commission_steps import list_thin, name_codes, plan_cards, read_lacks
from sciezka.rooms.calls.queries.commission_work import read_shared
from sciezka.rooms.calls.queries.nouns import find_call, find_submission
from sciezka.rooms.calls.queries.ranking import find_hidden
from sciezka.rooms.calls.views.commission_shared import go
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import actor_of

ROWS = 50
STEPS: dict[str, Callable[..., None]] = {"open": open_scoring, "close": close_scoring}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_call)
def share_out(request: HttpRequest, call: Call) -> HttpResponse:
    """Show who judges what; share out what nobody was given, or pass somebody's cards on."""
    actor = actor_of(request)
    passing = PassForm(call, request.POST if request.POST.get("do") == "pass" else None)
    if request.method == "POST" and not passing.is_bound:
        return _share_out(request, call, actor)
    if passing.is_bound and passing.is_valid() and (passed := passing.save(actor)) is not None:
        said = ngettext("%(count)s card is passed on.", "%(count)s cards are passed on.", passed)
        messages.success(request, said % {"count": passed})
        return go("calls:assignment", call.address)
    members = read_members(call)
    rows, page = read_shared(call, actor, read_number(request.GET.get("page")), call.assessors or 0)
    plan = plan_cards(call, members) if call.phase == Phase.CHECKING else None
    context = {
        "process": call.process, "call": call, "phase": call.phase, "members": members, "rows": rows, "page": page,
        "passing": passing, "to_add": len(plan.added) if plan else 0, "short": len(plan.short) if plan else 0,
    }  # fmt: skip
    return render(request, "calls/assignment.html", context)


def _share_out(request: HttpRequest, call: Call, actor: User) -> HttpResponse:
    try:
        added = assign_cards(actor=actor, call=call)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = ngettext("%(count)s card is shared out.", "%(count)s cards are shared out.", added)
        messages.success(request, said % {"count": added})
    return go("calls:assignment", call.address)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.choose_assessors", of=find_submission)
def choose_assessors(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Choose who judges one submission, by hand."""
    call, actor = submission.call, actor_of(request)
    adding = AssessorForm(submission, request.POST if request.POST.get("do") == "add" else None)
    if adding.is_bound and adding.is_valid() and adding.save(actor):
        messages.success(request, _("The card is given."))
        return go("calls:assessors", submission.address)
    if request.POST.get("do") == "remove":
        removing = RemoveForm(submission, request.POST)
        if removing.is_valid() and removing.save(actor):
            messages.success(request, _("The card is taken away."))
        else:
            for said in removing.errors.values():
                messages.error(request, " ".join(map(str, said)))
        return go("calls:assessors", submission.address)
    context = {
        "process": call.process, "call": call, "submission": submission, "form": adding,
        "cards": list(submission.cards.select_related("user")), "phase": call.phase,
    }  # fmt: skip
    return render(request, "calls/assessors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_call)
def run_scoring(request: HttpRequest, call: Call) -> HttpResponse:
    """Open the scoring, close it, or open it again; what is missing is said."""
    actor, word = actor_of(request), request.POST.get("do", "")
    reopening = ReopenForm(request.POST if word == "reopen" else None)
    if reopening.is_bound and reopening.is_valid() and reopening.save(actor, call):
        messages.success(request, _("The scoring is open again."))
        return go("calls:scoring", call.address)
    if word in STEPS:
        try:
            STEPS[word](actor=actor, call=call)
        except ValidationError as refusal:
            for said in refusal.messages:
                messages.error(request, said)
            return go("calls:scoring", call.address)
        done = _("The scoring is open. Assessors get a letter.") if word == "open" else _("The scoring is closed.")
        messages.success(request, done)
        return go("calls:commission", call.address)
    return render(request, "calls/scoring.html", _describe_scoring(call, actor, reopening))


def _describe_scoring(call: Call, actor: User, reopening: ReopenForm) -> dict[str, object]:
    members, phase = read_members(call), call.phase
    plan = plan_cards(call, members) if phase == Phase.CHECKING else None
    loads = plan.loads(str(member.user.pk) for member in members if member.judges and member.is_ready) if plan else {}
    return {
        "process": call.process, "call": call, "phase": phase, "reopening": reopening,
        "lacks": read_lacks(call, members, actor),
        "thin": name_codes(list_thin(call, plan)) if phase in {Phase.CHECKING, Phase.SCORING} else "",
        "submissions": len(plan.judges) if plan else 0, "cards": sum(loads.values()),
        "loads": [(member, loads[str(member.user.pk)]) for member in members if str(member.user.pk) in loads],
    }  # fmt: skip


@require_safe
@needs("calls.run_commission", of=find_call)
def list_spreads(request: HttpRequest, call: Call) -> HttpResponse:
    """List submissions whose assessors differ too much; none whose points the reader may not see."""
    hidden = find_hidden(request.user, call)
    alerts = find_alerts(call)
    seen = [alert for alert in alerts if alert.submission.pk not in hidden]
    context = {
        "process": call.process, "call": call, "phase": call.phase,
        "alerts": Paginator(seen, ROWS).get_page(request.GET.get("page")),
        "hidden": len(alerts) - len(seen),
        "share": call.spread_alert * 100,
    }  # fmt: skip
    return render(request, "calls/spreads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.settle_spread", of=find_submission)
def settle_spread(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Settle a spread: one more assessor, or a discussion after which cards may go back."""
    call, actor, word = submission.call, actor_of(request), request.POST.get("do", "")
    third = AssessorForm(submission, request.POST if word == "third" else None, way=ScoreCard.Way.THIRD)
    talk = DiscussForm(submission, request.POST if word == "discuss" else None)
    for form, done in ((third, _("One more assessor has the card.")), (talk, _("The discussion is recorded."))):
        if form.is_bound and form.is_valid() and form.save(actor):
            messages.success(request, done)
            return go("calls:spreads", call.address)
    context = {
        "process": call.process, "call": call, "submission": submission, "third": third, "talk": talk, "phase": call.phase,
        "cards_panel": read_cards_panel(request.user, submission),
    }  # fmt: skip
    return render(request, "calls/spread.html", context)
