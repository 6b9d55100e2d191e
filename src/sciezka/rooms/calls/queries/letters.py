"""Letters of intent: those of a call, whom one can still be written with, and what a new one begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sciezka.rooms.calls.models import SELECTED, Call, Letter, Submission
from sciezka.rooms.calls.queries.partners import read_candidate
from sciezka.rooms.calls.queries.submissions import SENT, hidden_from

SIGNED = (Letter.State.SIGNED_PARTNER, Letter.State.SIGNED)
# What the next letter of a call takes over from the last one.
SHARED = ("town_party", "project", "condition", "clause", "valid_until")


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The letters of a call.

    Attributes:
        letters: those that the reader may see.
        waiting: selected submissions with which no letter was begun.
        signed: how many are signed by both.
        promised: what signed letters promise in money.
    """

    letters: Sequence[Letter]
    waiting: Sequence[Submission]
    signed: int
    promised: Decimal


def tell_letters(user: Any, call: Call) -> LettersPage:  # noqa: ANN401 - any kind of user
    """Tell the letters of a call and with whom one is still to be written."""
    hidden = hidden_from(user, call)
    letters = [one for one in call.letters.select_related("submission") if one.submission_id not in hidden]
    begun = {one.submission_id for one in letters if one.state != Letter.State.WITHDRAWN}
    waiting = [one for one in partners_of(user, call) if one.pk not in begun]
    signed = [one for one in letters if one.state in SIGNED]
    return LettersPage(
        letters=letters,
        waiting=waiting,
        signed=sum(one.state == Letter.State.SIGNED for one in letters),
        promised=sum((one.amount for one in signed if one.amount), Decimal(0)),
    )


def wants_letter(user: Any, submission: Submission, letters: Sequence[Letter]) -> bool:  # noqa: ANN401 - any kind of user
    """Tell whether a letter with a selected partner is still to be begun; one that was withdrawn does not count."""
    if any(one.state != Letter.State.WITHDRAWN for one in letters):
        return False
    return any(one.pk == submission.pk for one in partners_of(user, submission.call))


def partners_of(user: Any, call: Call) -> list[Submission]:  # noqa: ANN401 - any kind of user
    """List the selected submissions with whose applicants a letter can be written."""
    if call.is_sealed:
        return []
    hidden = hidden_from(user, call)
    rows = Submission.objects.filter(SENT, call=call, decision__outcome__in=SELECTED).select_related("candidate")
    return [one for one in rows.order_by("number") if one.pk not in hidden]


def begin_letter(call: Call, submission: Submission | None) -> dict[str, Any]:
    """Give what a new letter begins with: the words of the call's last letter, and what the partner offered."""
    last = call.letters.order_by("-pk").first()
    workspace = call.process.workspace
    with translation.override(workspace.language):
        begun: dict[str, Any] = {
            "town_party": workspace.name,
            "condition": _("The partnership is concluded on condition that the project is granted funding."),
            "clause": _(
                "This letter states an intention. It creates no financial obligation of either side, and either side may "
                "withdraw it in writing before the agreement is concluded."
            ),
        }
        if last:
            begun |= {name: value for name in SHARED if (value := getattr(last, name))}
        if submission:
            candidate = read_candidate(submission)
            numbers = (("NIP", candidate.nip), ("REGON", candidate.regon), ("KRS", candidate.krs))
            party = [submission.applicant, candidate.seat]
            party.append(", ".join(f"{label} {number}" for label, number in numbers if number))
            if candidate.signatories:
                party.append(_("represented by: %(people)s") % {"people": candidate.signatories})
            begun |= {
                "partner": submission.applicant,
                "partner_party": "\n".join(line for line in party if line),
                "role": candidate.role,
                "contribution": candidate.contribution,
                "amount": submission.own,
            }
    return begun
