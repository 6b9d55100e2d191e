"""What is kept about a person in rounds, for the file of their own data."""

from typing import Any

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Participant, Proposal


def export_person(user: User) -> dict[str, Any]:
    """Give a person's parts in rounds, with what they proposed and answered in named ones.

    An anonymous round gives its parts alone: whose answers are whose must not stand in any file.
    """
    parts = Participant.objects.filter(user=user).select_related("round")
    proposals = Proposal.objects.filter(sheet__participant__user=user)
    answers = Answer.objects.filter(sheet__participant__user=user)
    return {
        "rounds": [
            {
                "round": part.round.title,
                "anonymous": part.round.is_anonymous,
                "begun": part.has_started,
                "finished": part.has_finished,
                "removed_at": part.removed_at,
            }
            for part in parts
        ],
        "proposals": list(proposals.values("round__title", "title", "text", "details", "created_at")),
        "answers": list(
            answers.values(
                "item__round__title", "item__title", "scale", "against__title", "value", "special", "reason", "fate",
                "edited_at",
            )
        ),
    }  # fmt: skip
