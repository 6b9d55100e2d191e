"""Finding nouns of calls: by the words of an address, and for the thread."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from django.db.models import Model, TextChoices
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sciezka.rooms.calls.models import (
    Call,
    CallFile,
    Criterion,
    Inquiry,
    Letter,
    Protocol,
    Reservation,
    ScoreCard,
    Sitting,
    Submission,
    SubmissionFile,
)
from sciezka.rooms.thread.queries.nouns import Find, Standing, read_keys
from sciezka.rooms.town.models import Process

Noun = TypeVar("Noun", bound=Model)


def find_call(workspace: str, process: str, call: int) -> Call:
    """Find a call inside its process, or answer 404."""
    rows = Call.objects.select_related("process__workspace", "commission", "approval", "event", "edition", "questionnaire")
    return get_object_or_404(rows, pk=call, process__slug=process, process__workspace__slug=workspace)


def find_public_call(workspace: str, process: str, call: int) -> Call:
    """Find a call that residents can see, or answer 404."""
    found = find_call(workspace, process, call)
    if not found.is_public:
        raise Http404
    return found


def find_in_call(model: type[Noun], workspace: str, process: str, call: int, key: object, **options: str) -> Noun:
    """Find what belongs to a call, or answer 404.

    Args:
        model: what.
        workspace: the word of the workspace.
        process: the word of the process.
        call: the key of the call.
        key: the key of the noun.
        options: ``through``: the way from the noun to its call (``call``); ``by``: by which field it is named (``pk``).
    """
    through, by = options.get("through", "call"), options.get("by", "pk")
    within = {
        # Not „call_id”: a number that no key can be would reach the database by that name.
        f"{through}__pk": call,
        f"{through}__process__slug": process,
        f"{through}__process__workspace__slug": workspace,
        by: key,
    }
    rows = model._default_manager.select_related(f"{through}__process__workspace", f"{through}__commission")
    return get_object_or_404(rows, **within)


def find_submission(workspace: str, process: str, call: int, submission: int) -> Submission:
    """Find a submission inside its call, or answer 404; a draft that was never sent is its applicant's alone."""
    found = find_in_call(Submission, workspace, process, call, submission)
    if found.sent_at is None:
        raise Http404
    return found


def find_submission_file(
    workspace: str, process: str, call: int, submission: int, submission_file: uuid.UUID
) -> SubmissionFile:
    """Find a file of a submission, or answer 404."""
    find_submission(workspace, process, call, submission)
    found = find_in_call(SubmissionFile, workspace, process, call, submission_file, through="submission__call")
    if found.submission_id != submission:
        raise Http404
    return found


def find_criterion(workspace: str, process: str, call: int, criterion: int) -> Criterion:
    """Find a criterion of a call, or answer 404."""
    return find_in_call(Criterion, workspace, process, call, criterion)


def find_call_file(workspace: str, process: str, call: int, call_file: int) -> CallFile:
    """Find a file of a call, or answer 404."""
    return find_in_call(CallFile, workspace, process, call, call_file)


def find_inquiry(workspace: str, process: str, call: int, inquiry: int) -> Inquiry:
    """Find a question about a call, or answer 404."""
    return find_in_call(Inquiry, workspace, process, call, inquiry)


def find_sitting(workspace: str, process: str, call: int, sitting: int) -> Sitting:
    """Find a sitting of a commission, or answer 404."""
    return find_in_call(Sitting, workspace, process, call, sitting)


def find_card(workspace: str, process: str, call: int, score_card: uuid.UUID) -> ScoreCard:
    """Find a score card, or answer 404."""
    return find_in_call(ScoreCard, workspace, process, call, score_card, through="submission__call")


def find_protocol(workspace: str, process: str, call: int, protocol: int) -> Protocol:
    """Find a protocol by its number, or answer 404."""
    return find_in_call(Protocol, workspace, process, call, protocol, by="number")


def find_reservation(workspace: str, process: str, call: int, reservation: int) -> Reservation:
    """Find a reservation, or answer 404."""
    return find_in_call(Reservation, workspace, process, call, reservation, through="submission__call")


def find_letter(workspace: str, process: str, call: int, letter: int) -> Letter:
    """Find a letter of intent, or answer 404."""
    return find_in_call(Letter, workspace, process, call, letter)


def has_public_calls(workspace: str, process: str) -> bool:
    """Tell whether residents can see any call of a process."""
    return Call.objects.filter(
        process__slug=process, process__workspace__slug=workspace, published_at__isnull=False,
        process__published_at__isnull=False,
    ).exists()  # fmt: skip


def stand_in_call(
    model: type[Model], name: str, word: str, through: str = "call", states: type[TextChoices] | None = None
) -> Find:
    """Make what tells the thread where nouns that belong to calls stand.

    Args:
        model: the nouns' model.
        name: the name of the address that shows one.
        word: the word of that address that holds the key.
        through: the way from a noun to its call.
        states: the words of the field ``state``, by which a noun tells how far it has come; None where it has no such field.
    """
    words = dict(states.choices) if states else {}

    def find(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
        rows = model._default_manager.filter(**{f"{through}__process": process}, pk__in=read_keys(keys)).order_by()
        by_call: dict[int, list[tuple[int, str]]] = {}
        for key, call, stands in rows.values_list("pk", f"{through}_id", "state" if states else "pk"):
            by_call.setdefault(call, []).append((key, words.get(stands, "")))
        found: dict[str, Standing] = {}
        for call, some in by_call.items():
            before, _mark, after = reverse(name, kwargs={**process.address, "call": call, word: 0}).rpartition("/0/")
            found |= {str(key): Standing(f"{before}/{key}/{after}", state=stands) for key, stands in some}
        return found

    return find


find_ideas: Final = stand_in_call(Submission, "calls:submission", "submission")
find_partners: Final = stand_in_call(Submission, "calls:submission", "submission")
find_letters: Final = stand_in_call(Letter, "calls:letter", "letter", states=Letter.State)
