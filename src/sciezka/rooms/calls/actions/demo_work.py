"""What the demonstration's commissions did: formal checks, pledges, cards, decisions, letters of intent."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from sciezka.rooms.calls.actions.partners_letters import LetterValues, move_letter, write_letter
from sciezka.rooms.calls.actions.protocols import make_protocol, publish_protocol
from sciezka.rooms.calls.actions.selected import hang_selected
from sciezka.rooms.calls.models import (
    SELECTED,
    Call,
    Decision,
    Declaration,
    FormalCheck,
    Pledge,
    Protocol,
    ScoreCard,
    Sitting,
    Submission,
)
from sciezka.rooms.calls.queries.commission import words_of_pledge
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.staging import set_moment
from sciezka.rooms.town.models import LegalAct, Membership, Team

Row = Mapping[str, Any]
# The demonstration's accounts, by the numbers that the files give to members of commissions.
PEOPLE: Final = {1: "edukacja", 2: "rozwoj", 3: "kultura", 4: "organizacje", 5: "srodowisko"}
NOON: Final = 12


def read_moment(row: Row, name: str) -> dt.datetime:
    """Read a moment: as it was, or so many days from today (``<name>_days``)."""
    if f"{name}_days" in row:
        return set_moment(row[f"{name}_days"], NOON)
    found = parse_datetime(row[name])
    assert found is not None  # noqa: S101 - files of ours
    return timezone.make_aware(found)


def give_commission(call: Call, row: Row) -> list[User]:
    """Give a call its commission, and put accounts of the demonstration into it; list them, the chair first."""
    team = Team.objects.filter(process=call.process, slug=row.get("commission", "")).first()
    if team is None:
        return []
    said = row["members"]
    places = [("chair", said["chair"]), ("secretary", said["secretary"]), *(("member", one) for one in said["member"])]
    accounts = {user.email: user for user in User.objects.filter(is_demo=True)}
    people = []
    for function, number in places:
        user = accounts[f"{PEOPLE[number]}@demo.sciezka.example"]
        since = team.since or timezone.localdate()
        Membership.objects.get_or_create(team=team, user=user, defaults={"function": function, "since": since})
        people.append(user)
    call.commission = team
    call.save(update_fields=["commission"])
    return people


def judge(call: Call, row: Row, submissions: Mapping[str, Submission], people: list[User], leader: User) -> None:
    """Write the formal checks, the sitting, pledges, declarations and cards."""
    opened, closed = read_moment(row, "scoring_opened_at"), read_moment(row, "scoring_closed_at")
    Sitting.objects.create(
        call=call, day=timezone.localdate(closed), where="sala narad (przykład)", present=[str(one.ref) for one in people],
        notes="Omówiono karty i uzgodniono propozycję rozstrzygnięć.",
    )  # fmt: skip
    words = words_of_pledge(call)
    Pledge.objects.bulk_create(Pledge(call=call, user=one, words=words, made_at=opened) for one in people)
    order = [row["members"]["chair"], row["members"]["secretary"], *row["members"]["member"]]
    for said in row["submissions"]:
        submission = submissions[said["title"]]
        if submission.is_late:
            continue
        check_formally(row, said, submission, leader)
        if not said.get("cards"):
            continue
        tied = said.get("conflict")
        Declaration.objects.bulk_create(
            Declaration(
                submission=submission, user=one, made_at=opened,
                stance=Declaration.Stance.CONFLICT if number == tied else Declaration.Stance.IMPARTIAL,
                reason=said["conflict_reason"] if number == tied else "",
            )
            for one, number in zip(people, order, strict=True)
        )  # fmt: skip
        give_cards(said, submission, people, (opened, closed))


def give_cards(said: Row, submission: Submission, people: list[User], moments: tuple[dt.datetime, dt.datetime]) -> None:
    """Write the cards of one submission: a row of points for each member, an empty one for whoever stepped aside."""
    codes = list(submission.call.criteria.values_list("code", flat=True))
    opened, closed = moments
    ScoreCard.objects.bulk_create(
        ScoreCard(
            submission=submission, user=user, points={code: str(one) for code, one in zip(codes, points, strict=True)},
            assigned_at=opened, saved_at=closed - dt.timedelta(days=2), handed_in_at=closed - dt.timedelta(days=2),
        )
        for user, points in zip(people, said["cards"], strict=True)
        if points
    )  # fmt: skip
    if "discussion" in said:
        submission.discussion, submission.discussed_at = said["discussion"], closed - dt.timedelta(days=1)
        submission.save(update_fields=["discussion", "discussed_at"])


def check_formally(row: Row, said: Row, submission: Submission, leader: User) -> None:
    """Write the formal check of one submission."""
    is_failed = said.get("formal") == "failed"
    codes = [one["code"] for one in row["checklist"]]
    answers = dict.fromkeys(codes, "yes") | ({codes[-1]: "no"} if is_failed else {})
    on = read_moment(row, "closes_at") + dt.timedelta(days=3)
    check = FormalCheck.objects.create(
        submission=submission, answers=answers, remarks=said.get("formal_remarks", ""), checked_at=on, checked_by=leader.ref,
        outcome=FormalCheck.Outcome.FAILED if is_failed else FormalCheck.Outcome.PASSED,
    )  # fmt: skip
    if is_failed:
        check.asked_at, check.due_at = on - dt.timedelta(days=2), on
        check.save(update_fields=["asked_at", "due_at"])


def settle(call: Call, row: Row, submissions: Mapping[str, Submission], leader: User) -> None:
    """Write the decisions and the approval, hang what was selected, and write letters of intent."""
    closed = read_moment(row, "scoring_closed_at")
    for said in row["submissions"]:
        if "outcome" not in said:
            continue
        submission = submissions[said["title"]]
        Decision.objects.create(
            submission=submission, outcome=said["outcome"], reason=said["reason"], decided_at=closed,
            into=submissions[said["into"]] if "into" in said else None,
            granted=submission.asked if said["outcome"] in SELECTED else None,
        )  # fmt: skip
    call.approval = LegalAct.objects.create(
        workspace=call.process.workspace, kind=LegalAct.Kind.OTHER, date=read_moment(row, "approved_at").date(),
        title=row["approved_by"], note="Akt nieustalony; wpis z wersji pokazowej.",
    )  # fmt: skip
    call.save(update_fields=["approval"])
    selected = [one for one in submissions.values() if hasattr(one, "decision") and one.decision.outcome in SELECTED]
    hang_selected(actor=leader, call=call, submissions=selected)
    for said in row["submissions"]:
        if letter := said.get("letter"):
            give_letter(leader, submissions[said["title"]], said, letter)
    call.refresh_from_db()
    protocol = make_protocol(actor=leader, call=call)
    publish_protocol(actor=leader, protocol=protocol)
    Protocol.objects.filter(pk=protocol.pk).update(made_at=closed)


def give_letter(actor: User, submission: Submission, said: Row, letter: Row) -> None:
    """Write one letter of intent, and move it as far as its signing went."""
    day = parse_date(letter["day"])
    values = LetterValues(
        partner=submission.applicant, project="Żyj, mieszkaj, pracuj w Jeleniej Górze", day=day, role=said["role"],
        contribution=said["contribution"], condition=letter["condition"], supports=letter["supports"],
        town_party="Miasto Jelenia Góra", partner_party=submission.applicant,
    )  # fmt: skip
    made = write_letter(actor=actor, call=submission.call, submission=submission, values=values)
    move_letter(actor=actor, letter=made, state=letter["state"], day=day)
