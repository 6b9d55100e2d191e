"""The commission: how it stands, what waits for one member, pledges, declarations, sittings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sciezka.kit.forms import sent
from sciezka.kit.guards import may, needs
from sciezka.rooms.calls.actions.commission import DECLARING, delete_sitting, remind_members
from sciezka.rooms.calls.forms.commission import DeclareForm, LiftForm, PledgeForm, SittingForm, WordsForm
from sciezka.rooms.calls.models import Call, Sitting
from sciezka.rooms.calls.queries.commission import read_members, read_sittings, words_of_pledge
from sciezka.rooms.calls.queries.commission_steps import read_lacks
from sciezka.rooms.calls.queries.commission_work import list_recusals, read_own_work
from sciezka.rooms.calls.queries.nouns import find_call, find_sitting
from sciezka.rooms.calls.views.commission_shared import go
from sciezka.rooms.people.queries import actor_of


@require_safe
@needs("calls.view", of=find_call)
def show(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the commission: by which order, who sits on it, how far it is and what comes next."""
    runs, sits = may(request.user, "calls.run_commission", call), may(request.user, "calls.be_on_commission", call)
    members = read_members(call) if call.commission_id else []
    phase = call.phase
    context = {
        "process": call.process,
        "call": call,
        "phase": phase,
        "team": call.commission,
        "members": members,
        "cards": sum(member.cards for member in members),
        "done": sum(member.done for member in members),
        "lacks": read_lacks(call, members, request.user) if runs else [],
        "sittings": read_sittings(call) if runs or sits else [],
        "runs": runs,
        "sits": sits,
        "may_remind": runs and phase in DECLARING and any(member.waits for member in members),
        "manages_teams": may(request.user, "town.manage_teams", call),
        "may_choose": may(request.user, "calls.manage", call) and not call.scoring_opened_at and not call.called_off_at,
        "sees_ranking": may(request.user, "calls.see_ranking", call),
    }
    return render(request, "calls/commission.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.be_on_commission", of=find_call)
def show_mine(request: HttpRequest, call: Call) -> HttpResponse:
    """Show a member what waits for them, and take their pledge."""
    form = PledgeForm(call, sent(request))
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("You have made the pledge."))
        return go("calls:my_cards", call.address)
    work = read_own_work(call, actor_of(request))
    context = {"process": call.process, "call": call, "work": work, "form": form}
    return render(request, "calls/commission_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.be_on_commission", of=find_call)
def declare(request: HttpRequest, call: Call) -> HttpResponse:
    """Let a member declare about all submissions at once."""
    if call.phase not in DECLARING:
        messages.info(request, _("Declarations are made once the call is closed and until it is decided."))
        return go("calls:my_cards", call.address)
    form = DeclareForm(call, actor_of(request), sent(request))
    if form.is_valid() and (ties := form.save()) is not None:
        said = ngettext(
            "You have declared, and stepped aside from %(count)s submission.",
            "You have declared, and stepped aside from %(count)s submissions.",
            ties,
        )
        messages.success(request, said % {"count": ties} if ties else _("You have declared."))
        return go("calls:my_cards", call.address)
    return render(request, "calls/declarations.html", {"process": call.process, "call": call, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_call)
def word_pledge(request: HttpRequest, call: Call) -> HttpResponse:
    """Show the words of the pledge and change them while nobody has made it."""
    form = WordsForm(call, sent(request))
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The words of the pledge are saved."))
        return go("calls:commission", call.address)
    context = {
        "process": call.process, "call": call, "form": form, "is_fixed": call.pledges.exists(),
        "words": words_of_pledge(call),
    }  # fmt: skip
    return render(request, "calls/pledge_words.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_call)
def show_recusals(request: HttpRequest, call: Call) -> HttpResponse:
    """List who stepped aside from what, and lift a recusal that was declared by mistake."""
    actor = actor_of(request)
    form = LiftForm(call, sent(request))
    if form.is_bound and form.is_valid() and form.save(actor):
        messages.success(request, _("The recusal is lifted."))
        return go("calls:recusals", call.address)
    context = {"process": call.process, "call": call, "rows": list_recusals(call, actor), "form": form}
    return render(request, "calls/recusals.html", context)


@require_POST
@needs("calls.run_commission", of=find_call)
def remind(request: HttpRequest, call: Call) -> HttpResponse:
    """Write to every member for whom something waits."""
    try:
        told = remind_members(actor=actor_of(request), call=call)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        said = ngettext("A reminder goes to %(count)s member.", "A reminder goes to %(count)s members.", told)
        messages.success(request, said % {"count": told} if told else _("Nothing waits for anybody."))
    return go("calls:commission", call.address)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_call)
def write_sitting(request: HttpRequest, call: Call) -> HttpResponse:
    """Write down a sitting."""
    form = SittingForm(call, data=sent(request))
    return _keep_sitting(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("calls.run_commission", of=find_sitting)
def edit_sitting(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Change what is written of a sitting."""
    form = SittingForm(sitting.call, sitting, sent(request))
    return _keep_sitting(request, form)


def _keep_sitting(request: HttpRequest, form: SittingForm) -> HttpResponse:
    if form.is_bound and form.is_valid() and form.save(actor_of(request)):
        messages.success(request, _("The sitting is written down."))
        return go("calls:commission", form.call.address)
    context = {"process": form.call.process, "call": form.call, "form": form, "sitting": form.sitting}
    return render(request, "calls/sitting_form.html", context)


@require_POST
@needs("calls.run_commission", of=find_sitting)
def remove_sitting(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Remove a sitting that was written down by mistake."""
    try:
        delete_sitting(actor=actor_of(request), sitting=sitting)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The sitting is removed."))
    return go("calls:commission", sitting.call.address)
