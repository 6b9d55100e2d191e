"""A closed call with a commission that is ready to score."""

from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from sciezka.rooms.calls.actions.commission import declare, make_pledge
from sciezka.rooms.calls.models import Call, FormalCheck, ScoreCard, Submission
from sciezka.rooms.calls.queries.commission import digest_words, words_of_pledge
from sciezka.rooms.people.models import User
from tests.factories import town
from tests.factories.calls import make_call, make_commission, make_submission
from tests.factories.people import UserFactory

BACKEND = "sciezka.rooms.people.backends.AccountBackend"


@dataclass(slots=True)
class Bench:
    """A closed call with its commission."""

    call: Call
    chair: User
    members: list[User]
    submissions: list[Submission] = field(default_factory=list)


def make_bench(count: int = 3, *, members: int = 2, phase: str = "checking", ready: bool = True, **values: Any) -> Bench:
    """Make a call with checked submissions and a commission that has promised and declared."""
    call = make_call(town.ProcessFactory.create(), phase=phase, **{"quorum": 2, **values})
    bench = Bench(call, UserFactory.create(), UserFactory.create_batch(members))
    make_commission(call, {"chair": [bench.chair], "member": bench.members})
    bench.submissions = [make_checked(call, f"Pomysł {number}") for number in range(1, count + 1)]
    if ready:
        for user in (bench.chair, *bench.members):
            make_ready(call, user)
    return bench


def make_checked(call: Call, title: str) -> Submission:
    """Make a submission that passed the formal check."""
    submission = make_submission(call, title)
    FormalCheck.objects.create(submission=submission, outcome=FormalCheck.Outcome.PASSED)
    return submission


def make_ready(call: Call, user: User) -> None:
    """Let a member promise, and declare no ties to anybody."""
    pledge(call, user)
    declare(actor=user, call=call, read=[one.pk for one in call.submissions.all()], ties={})


def pledge(call: Call, user: User) -> None:
    """Let a member promise."""
    make_pledge(actor=user, call=call, digest=digest_words(words_of_pledge(call)))


def enter(user: User) -> Client:
    """Sign somebody in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def locate(name: str, noun: Call | Submission | ScoreCard) -> str:
    """Give the address of a page about a call, a submission or a card."""
    words = {**noun.submission.call.address, "score_card": noun.pk} if isinstance(noun, ScoreCard) else noun.address
    return reverse(f"calls:{name}", kwargs=words)
