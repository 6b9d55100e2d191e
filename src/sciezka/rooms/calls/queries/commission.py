"""The commission as it stands: who sits on it, who has promised and declared, how far scoring is, what comes next."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sciezka.rooms.calls.models import Call, Declaration, FormalCheck, Pledge, ScoreCard, Sitting, Submission
from sciezka.rooms.calls.queries.members import JUDGES, Member, list_members
from sciezka.rooms.calls.queries.submissions import IN_TIME
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import names_of


@dataclass(frozen=True, slots=True)
class MemberSeen:
    """A member and how far their part is.

    Args:
        user: the person.
        label: their function; that they have left, of somebody who sits there no more and still has cards.
        judges: whether they score by their function.
        sits: whether they sit on the commission today, with an account that is open.
        pledged: whether they made the pledge.
        declared: about how many submissions they declared.
        ties: from how many they stepped aside.
        to_declare: how many submissions there are to declare about.
        cards: how many cards they have.
        done: how many of these they have handed in.
    """

    user: User
    label: str
    judges: bool
    sits: bool
    pledged: bool
    declared: int
    ties: int
    to_declare: int
    cards: int
    done: int

    @property
    def is_ready(self) -> bool:
        """Tell whether they may be given cards: promised, and declared about each submission."""
        return self.sits and self.pledged and self.declared >= self.to_declare

    @property
    def waits(self) -> bool:
        """Tell whether something waits for them."""
        return self.sits and (not self.pledged or self.done < self.cards or (self.judges and not self.is_ready))


@dataclass(frozen=True, slots=True)
class SittingSeen:
    """A sitting with the names of those who were there."""

    sitting: Sitting
    names: tuple[str, ...]
    is_quorate: bool


def words_of_pledge(call: Call) -> str:
    """Give the words that members of a call's commission promise by: the town's own, or the shipped ones."""
    shipped = (
        _("I will judge what was submitted to this call impartially, by its criteria alone, as well as I can."),
        _(
            "When I am tied to an applicant in a way that could cast doubt on that, I will say so at once and take no part "
            "in what concerns that submission."
        ),
        _(
            "What I learn in the commission about submissions, applicants and other members’ opinions I will keep to myself "
            "and use for this work alone, also when it is over, unless it was made public."
        ),
    )
    return call.pledge.strip() or "\n\n".join(shipped)


def digest_words(words: str) -> str:
    """Give a short mark of words, by which a changed text is told from the one that was read."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def to_declare(call: Call) -> QuerySet[Submission]:
    """List what members declare about: sent in time, not withdrawn, and not refused by the formal check; by number."""
    rows = Submission.objects.filter(IN_TIME, call=call)
    return rows.exclude(check_made__outcome=FormalCheck.Outcome.FAILED).order_by("number", "pk")


def read_members(call: Call) -> list[MemberSeen]:
    """List the commission with how far each member's part is; whoever left and still has cards stands last."""
    members = list_members(call)
    pledged = set(call.pledges.values_list("user_id", flat=True))
    asked = to_declare(call)
    total = asked.count()
    said = _count_declared(asked)
    cards = _count_cards(call)
    found = [_see(member.user, member, pledged, said, cards, total) for member in members]
    known = {member.user.pk for member in members}
    left = User.objects.filter(pk__in=[user for user, (have, done) in cards.items() if user not in known and have > done])
    return found + [_see(user, None, pledged, said, cards, total) for user in left.order_by("name", "pk")]


def _count_declared(asked: QuerySet[Submission]) -> dict[int, tuple[int, int]]:
    rows = Declaration.objects.filter(submission__in=asked.order_by()).order_by().values("user_id")
    counted = rows.annotate(all=Count("pk"), ties=Count("pk", filter=Q(stance=Declaration.Stance.CONFLICT)))
    return {row["user_id"]: (row["all"], row["ties"]) for row in counted}


def _count_cards(call: Call) -> dict[int, tuple[int, int]]:
    rows = ScoreCard.objects.filter(submission__call=call, user__isnull=False).order_by().values("user_id")
    return {row["user_id"]: (row["all"], row["done"]) for row in rows.annotate(all=Count("pk"), done=Count("handed_in_at"))}


def _see(
    user: User,
    member: Member | None,
    pledged: set[int],
    said: Mapping[int, tuple[int, int]],
    cards: Mapping[int, tuple[int, int]],
    total: int,
) -> MemberSeen:
    declared, ties = said.get(user.pk, (0, 0))
    have, done = cards.get(user.pk, (0, 0))
    return MemberSeen(
        user=user,
        label=member.label if member else _("no longer on the commission"),
        judges=member is not None and member.function in JUDGES,
        # Whoever has not accepted the invitation yet, or whose account was closed, stands on the list and does nothing.
        sits=member is not None and user.is_active,
        pledged=user.pk in pledged,
        declared=declared,
        ties=ties,
        to_declare=total,
        cards=have,
        done=done,
    )


def read_sittings(call: Call) -> list[SittingSeen]:
    """List the commission's sittings with who was there and whether the quorum was met."""
    sittings = list(call.sittings.all())
    refs = {ref for sitting in sittings for ref in read_refs(sitting.present)}
    names = names_of(refs)
    return [
        SittingSeen(
            sitting,
            tuple(names.get(ref) or _("erased account") for ref in read_refs(sitting.present)),
            len(set(sitting.present)) >= call.quorum,
        )
        for sitting in sittings
    ]


def read_refs(words: Iterable[Any]) -> list[uuid.UUID]:
    """Read references of accounts; what is none is passed over."""
    found: list[uuid.UUID] = []
    for word in words:
        try:
            found.append(uuid.UUID(str(word)))
        except ValueError:
            continue
    return found


def pledge_of(call: Call, user: User) -> Pledge | None:
    """Give a person's pledge in a call, if they made it."""
    return call.pledges.filter(user=user).first()
