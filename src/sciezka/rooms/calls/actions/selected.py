"""Hanging what was selected on the golden thread: ideas under the goals that they serve, partners beside them."""

from collections.abc import Iterable

from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.public_ideas import NAMED
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import hang, tie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key


def hang_selected(*, actor: User | None, call: Call, submissions: Iterable[Submission]) -> list[Node]:
    """Hang selected submissions and tie them to the goals that they name, or to those of the call where they name none.

    What hangs already stays as it is. A goal that was taken off the thread carries nothing.
    """
    is_partner = call.kind == Call.Kind.PARTNERS
    kind, word = ("partner", "joined") if is_partner else ("idea", "served")
    listed = list(submissions)
    goals = {key: node for key, node in nodes_by_key(call.process, Goal).items() if not node.is_taken_off}
    named: dict[int, list[int]] = {}
    through = Submission.goals.through.objects.filter(submission__in=listed).order_by("pk")
    for key, goal in through.values_list("submission_id", "goal_id"):
        named.setdefault(key, []).append(goal)
    general = list(call.goals.order_by("pk").values_list("pk", flat=True))
    hung = []
    for submission in listed:
        submission.call = call
        # The thread is public: whoever is no body with a public name stands there by the title alone.
        is_named = is_partner and submission.applicant and submission.applicant_kind in NAMED
        title = submission.applicant if is_named else str(submission)
        node = hang(actor=actor, process=call.process, type=kind, noun=submission, title=title)
        for goal in named.get(submission.pk, general):
            source = goals.get(goal)
            if source and not Tie.objects.filter(source=source, target=node, kind=word).exists():
                tie(actor=actor, source=source, target=node, kind=word)
        hung.append(node)
    return hung
