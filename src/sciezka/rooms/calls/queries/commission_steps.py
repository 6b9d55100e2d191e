"""What is missing before scoring can be opened or closed, and what the next step is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.scoring import Assignment, assign
from sciezka.rooms.calls.models import Call, Declaration, FormalCheck, Phase, ScoreCard, Submission
from sciezka.rooms.calls.queries.cards import pick_alerts
from sciezka.rooms.calls.queries.commission import MemberSeen
from sciezka.rooms.calls.queries.criteria_kept import are_kept
from sciezka.rooms.calls.queries.ranking import find_hidden
from sciezka.rooms.calls.queries.scores import cards_that_count, rank_cards
from sciezka.rooms.calls.queries.submissions import IN_TIME, in_scoring

MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, in a sentence, and where it is mended."""

    text: str
    href: str = ""


def ready_judges(members: Sequence[MemberSeen]) -> list[MemberSeen]:
    """List those who score by their function and may be given cards."""
    return [member for member in members if member.judges and member.is_ready]


def plan_cards(call: Call, members: Sequence[MemberSeen]) -> Assignment:
    """Reckon who judges what; cards that are there stay. Submissions and assessors are named by their keys."""
    asked = in_scoring(call)
    keys = [str(key) for key in asked.values_list("pk", flat=True)]
    tied = Declaration.objects.filter(stance=Declaration.Stance.CONFLICT, submission__call=call)
    held = ScoreCard.objects.filter(submission__call=call, user__isnull=False)
    return assign(
        keys,
        [str(member.user.pk) for member in ready_judges(members)],
        call.assessors,
        conflicts={(str(one), str(user)) for one, user in tied.values_list("submission_id", "user_id")},
        held=[(str(one), str(user)) for one, user in held.values_list("submission_id", "user_id")],
    )


def lacks_to_open(call: Call, members: Sequence[MemberSeen]) -> list[Lack]:
    """Say what is missing before scoring can be opened."""
    if call.phase != Phase.CHECKING:
        return [Lack(_("The call is not closed yet."))] if call.phase in {Phase.DRAFT, Phase.ANNOUNCED, Phase.OPEN} else []
    lacks: list[Lack] = []
    if call.commission_id is None:
        lacks.append(Lack(_("The call has no commission.")))
    if not call.criteria.exists():
        lacks.append(Lack(_("The call has no criteria.")))
    settled = (FormalCheck.Outcome.PASSED, FormalCheck.Outcome.FAILED)
    rows = Submission.objects.filter(IN_TIME, call=call)
    counted = rows.aggregate(all=Count("pk"), settled=Count("pk", filter=Q(check_made__outcome__in=settled)))
    if unchecked := counted["all"] - counted["settled"]:
        said = ngettext(
            "%(count)s submission has no result of the formal check.",
            "%(count)s submissions have no result of the formal check.",
            unchecked,
        )
        lacks.append(Lack(said % {"count": unchecked}, reverse("calls:submissions", kwargs=call.address)))
    elif not in_scoring(call).exists():
        lacks.append(Lack(_("No submission has passed the formal check.")))
    return lacks + _lacks_of_criteria(call) + _lacks_of_people(call, members) + _lacks_of_cards(call)


def _lacks_of_criteria(call: Call) -> list[Lack]:
    """Say that nothing is judged by other criteria than those that were announced."""
    if are_kept(call):
        return []
    said = _(
        "The criteria are not those that were announced: their SHA-256 differs. Let whoever runs the server find out why."
    )
    return [Lack(said, reverse("calls:criteria", kwargs=call.address))]


def _lacks_of_people(call: Call, members: Sequence[MemberSeen]) -> list[Lack]:
    lacks: list[Lack] = []
    pledged = sum(member.sits and member.pledged for member in members)
    if pledged < call.quorum:
        said = _("%(pledged)s of the %(quorum)s members that make the quorum have made the pledge.")
        lacks.append(Lack(said % {"pledged": pledged, "quorum": call.quorum}))
    ready, needed = len(ready_judges(members)), call.assessors or 1
    if ready < needed:
        said = ngettext(
            "%(ready)s of at least %(count)s assessor has declared about all submissions.",
            "%(ready)s of at least %(count)s assessors have declared about all submissions.",
            needed,
        )
        lacks.append(Lack(said % {"ready": ready, "count": needed}))
    return lacks


def _lacks_of_cards(call: Call) -> list[Lack]:
    """Where cards were shared out before, each submission must have one; else that is done at the opening."""
    if not ScoreCard.objects.filter(submission__call=call).exists():
        return []
    without = list(in_scoring(call).filter(cards__isnull=True))
    if not without:
        return []
    said = _("Nobody was given these submissions: %(codes)s.") % {"codes": name_codes(without)}
    return [Lack(said, reverse("calls:assignment", kwargs=call.address))]


def lacks_to_close(call: Call, members: Sequence[MemberSeen], user: Any) -> list[Lack]:  # noqa: ANN401 - any kind of user
    """Say what is missing before scoring can be closed; where points differ is told only of what a person may see."""
    lacks: list[Lack] = _lacks_of_criteria(call)
    late = [member for member in members if member.done < member.cards]
    if late:
        names = ", ".join(f"{member.user} ({member.cards - member.done})" for member in late)
        said = _("Cards that were not handed in: %(names)s.") % {"names": names}
        lacks.append(Lack(said, reverse("calls:assignment", kwargs=call.address)))
    cards = cards_that_count(call)
    ranking = rank_cards(call, cards)
    ranked = {row.submission for row in ranking.rows} if ranking else set()
    waiting = set(
        ScoreCard.objects.filter(submission__call=call, handed_in_at__isnull=True).values_list("submission_id", flat=True)
    )
    without = [one for one in in_scoring(call) if one.code not in ranked and one.pk not in waiting]
    if without:
        said = _("Nobody judged these submissions in each criterion: %(codes)s.") % {"codes": name_codes(without)}
        lacks.append(Lack(said, reverse("calls:assignment", kwargs=call.address)))
    alerts = pick_alerts(call, cards, ranking) if ranking else []
    hidden = find_hidden(user, call)
    open_ones = [alert.submission for alert in alerts if not alert.is_settled]
    wide = [one for one in open_ones if one.pk not in hidden]
    if unseen := len(open_ones) - len(wide):
        said = ngettext(
            "A difference of points that is not shown to you was not settled in %(count)s submission.",
            "A difference of points that is not shown to you was not settled in %(count)s submissions.",
            unseen,
        )
        lacks.append(Lack(said % {"count": unseen}))
    if wide:
        said = _("Assessors differ by more than %(share)s %% and it was not settled: %(codes)s.")
        words = {"share": f"{call.spread_alert * 100:.0f}", "codes": name_codes(wide)}
        lacks.append(Lack(said % words, reverse("calls:spreads", kwargs=call.address)))
    return lacks


def list_thin(call: Call, plan: Assignment | None = None) -> list[Submission]:
    """List the submissions with fewer assessors than the call asks for, cards of whoever stepped aside not counted.

    Args:
        call: the call.
        plan: who would judge what, before the scoring is opened; after it, the cards tell.
    """
    if call.assessors is None:
        return []
    if plan is not None:
        return [one for one in in_scoring(call) if str(one.pk) in plan.short]
    tied = Declaration.objects.filter(
        submission=OuterRef("submission"), user=OuterRef("user"), stance=Declaration.Stance.CONFLICT
    )
    cards = ScoreCard.objects.filter(~Exists(tied), submission__call=call)
    counts = dict(cards.order_by().values_list("submission").annotate(number=Count("pk")))
    return [one for one in in_scoring(call) if counts.get(one.pk, 0) < call.assessors]


def name_codes(submissions: Sequence[Submission]) -> str:
    """Name submissions by their numbers, so many as a sentence holds."""
    named = ", ".join(one.code for one in submissions[:MOST_NAMED])
    more = len(submissions) - MOST_NAMED
    return _("%(codes)s and %(count)s more") % {"codes": named, "count": more} if more > 0 else named


def read_lacks(call: Call, members: Sequence[MemberSeen], user: Any) -> list[Lack]:  # noqa: ANN401 - any kind of user
    """Say what is missing before the next step of scoring."""
    return lacks_to_close(call, members, user) if call.phase == Phase.SCORING else lacks_to_open(call, members)
