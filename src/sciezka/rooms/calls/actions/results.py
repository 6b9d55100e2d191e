"""Approving the results of a call by an act, and publishing them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.selected import hang_selected
from sciezka.rooms.calls.models import SELECTED, Call, FormalCheck, Phase, Submission
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.calls.queries.submissions import IN_TIME, to_decide
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import LegalAct


@transaction.atomic
def approve_call(*, actor: User | None, call: Call, act: LegalAct) -> Call:
    """Record the act that approves what the commission decided; what was selected hangs on the thread from now on.

    Raises:
        ValidationError: it isn't time yet, something is undecided, or the act is another workspace's.
    """
    held = hold_call(call)
    if held.phase != Phase.DECIDING:
        raise ValidationError(_("Results are approved once scoring is closed, and once only."), code="phase")
    if act.workspace_id != held.process.workspace_id:
        raise ValidationError(_("Choose an act of this workspace."), code="foreign")
    # One on paper may have been registered once scoring was over: nobody who came in time is passed over in silence.
    settled = Q(pk__in=to_decide(held)) | Q(check_made__outcome=FormalCheck.Outcome.FAILED)
    unchecked = Submission.objects.filter(IN_TIME, call=held).exclude(settled).order_by("number")
    if codes := ", ".join(submission.code for submission in unchecked[:20]):
        said = _("Came in time and has no result of the formal check: %(codes)s. Open the scoring again and check it.")
        raise ValidationError(said % {"codes": codes}, code="unchecked")
    undecided = list(to_decide(held).filter(decision__isnull=True))
    if undecided:
        codes = ", ".join(submission.code for submission in undecided[:20])
        raise ValidationError(_("Not decided about yet: %(codes)s.") % {"codes": codes}, code="undecided")
    lost = to_decide(held).filter(decision__into__isnull=False).exclude(decision__into__in=to_decide(held))
    if codes := ", ".join(submission.code for submission in lost[:20]):
        said = _("Merged into one that was withdrawn or is not dealt with: %(codes)s. Decide about them anew.")
        raise ValidationError(said % {"codes": codes}, code="lost")
    held.approval, held.approved_at = act, read_now()
    held.save(update_fields=["approval", "approved_at"])
    note(actor=actor, verb="results.approve", of=held, after={"approval": act.pk, "act": str(act)})
    selected = to_decide(held).filter(decision__outcome__in=SELECTED)
    hang_selected(actor=actor, call=held, submissions=selected)
    return held


@transaction.atomic
def publish_results(*, actor: User | None, call: Call, summary: str = "") -> Call:
    """Publish the results and tell each applicant theirs with its reason; it can't be taken back.

    Raises:
        ValidationError: they are not approved, or published already.
    """
    held = hold_call(call)
    if held.phase != Phase.APPROVED:
        raise ValidationError(_("Results are published once they are approved, and once only."), code="phase")
    held.results_at, held.results_summary = read_now(), summary.strip()
    held.save(update_fields=["results_at", "results_summary"])
    told = list(Submission.objects.filter(IN_TIME, call=held).order_by("number"))
    note(actor=actor, verb="results.publish", of=held, after={"results_at": held.results_at, "told": len(told)})
    for submission in told:
        tell_applicant(submission, "result")
    return held
