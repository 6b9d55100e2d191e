"""Reading visions: the drafts side by side, one with all that was said and done about it, and what comes next."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.core.graphs.compare import Piece, compare_words
from sciezka.core.speech import Speech, hear
from sciezka.kit.journal import entries_of
from sciezka.kit.manifests import Text, say_verb
from sciezka.rooms.path.models import VisionComment, VisionDraft
from sciezka.rooms.path.queries.visions_votes import Vote, VoteLine, read_votes
from sciezka.rooms.people.queries import names_of
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.plan import WEAKENS
from sciezka.rooms.town.models import Process

MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """A draft among the others.

    Attributes:
        draft: the draft.
        author: the name of who wrote it.
        heard: how it sounds when it is said aloud.
        comments: how many were made, and how many of them nobody has answered.
        waiting: the latter.
        vote: what the newest vote with a result came to for it.
        voters: how many voted in it.
    """

    draft: VisionDraft
    author: str
    heard: Speech
    comments: int = 0
    waiting: int = 0
    vote: VoteLine | None = None
    voters: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """The next step of the method: what to do, and where."""

    text: Text
    action: Text = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visions:
    """The drafts of a process.

    Attributes:
        adopted: the town's vision.
        node: its node on the thread.
        rests: on how many things it rests.
        drafts: those that stand beside it, the oldest first.
        earlier: those that were the vision before, and those withdrawn.
        votes: the votes that the person may see, newest first.
        next: the next step.
    """

    adopted: DraftPage | None
    node: Node | None
    rests: int
    drafts: tuple[DraftPage, ...]
    earlier: tuple[DraftPage, ...]
    votes: tuple[Vote, ...]
    next: Next

    @property
    def waiting(self) -> int:
        """How many comments nobody has answered."""
        pages = [*self.drafts, *([self.adopted] if self.adopted else [])]
        return sum(page.waiting for page in pages)


def read_visions(user: Any, process: Process, *, decides: bool, edits: bool) -> Visions:  # noqa: ANN401 - any kind of user
    """Read the drafts of a process and where the work on them stands."""
    rows = list(
        VisionDraft.objects.filter(process=process)
        .select_related("event")
        .annotate(said=Count("comments"), unanswered=Count("comments", filter=Q(comments__answer="")))
    )
    for row in rows:
        row.process = process
    votes = tuple(read_votes(user, process, {row.pk: row.text for row in rows}))
    shown = next((vote for vote in votes if vote.lines), None)
    names = names_of(row.author for row in rows)
    pages = [make_page(row, names, shown) for row in rows]
    adopted = next((page for page in pages if page.draft.is_adopted), None)
    drafts = tuple(page for page in pages if not page.draft.is_adopted and not is_earlier(page.draft))
    node = nodes_by_key(process, VisionDraft, [adopted.draft.pk]).get(adopted.draft.pk) if adopted else None
    carrying = Tie.objects.filter(target=node, source__taken_off_at=None).exclude(kind=WEAKENS)
    rests = carrying.count() if node else 0
    return Visions(
        adopted=adopted,
        node=node,
        rests=rests,
        drafts=drafts,
        earlier=tuple(page for page in pages if not page.draft.is_adopted and is_earlier(page.draft)),
        votes=votes,
        next=find_next(process, adopted, node, rests, drafts, votes, decides=decides, edits=edits),
    )


def is_earlier(draft: VisionDraft) -> bool:
    """Tell whether a draft that is not adopted stands below the others: withdrawn, or the vision of before."""
    return draft.is_withdrawn or draft.held_from is not None


def make_page(row: VisionDraft, names: Mapping[uuid.UUID, str], vote: Vote | None) -> DraftPage:
    """Make the page of a draft that was counted."""
    counted: Any = row
    return DraftPage(
        draft=row,
        author=names.get(row.author, "") if row.author else "",
        heard=hear(row.text),
        comments=counted.said,
        waiting=counted.unanswered,
        vote=vote.line_of(row.pk) if vote else None,
        voters=vote.voters if vote else 0,
    )


def find_next(  # noqa: PLR0913 - all that the next step depends on
    process: Process,
    adopted: DraftPage | None,
    node: Node | None,
    rests: int,
    drafts: Iterable[DraftPage],
    votes: Iterable[Vote],
    *,
    decides: bool,
    edits: bool,
) -> Next:
    """Say what comes next, with a way there for those who may go it."""
    listed = list(drafts)
    address = process.address
    if adopted is not None and node is not None:
        if not rests:
            href = reverse("thread:tie_new", kwargs=node.address) if edits else ""
            said = _(
                "The adopted vision rests on nothing yet: tie it to the strengths, factors and evidence that make it true."
            )
            return Next(said, _("Tie what it rests on"), href)
        return Next(_("The vision is adopted. Goals say how the town gets there."), _("See the goals"), reverse(
            "path:goals", kwargs=address))  # fmt: skip
    if running := next((vote for vote in votes if vote.is_open), None):
        return Next(running.sentence, _("See the vote"), running.round.get_absolute_url())
    if any(vote.lines for vote in votes):
        first = min(listed, key=lambda page: (page.vote.rank or len(listed)) if page.vote else len(listed), default=None)
        href = reverse("path:vision_adopt", kwargs=first.draft.address) if first and decides else ""
        return Next(_("The vote is over. Adopt a vision, with the reason."), _("Adopt the first one"), href)
    if len(listed) == 1:
        href = reverse("path:vision_new", kwargs=address) if edits else ""
        return Next(_("One draft is no choice. Write another that says it differently."), _("Write another draft"), href)
    href = reverse("path:vision_vote", kwargs=address) if decides else ""
    return Next(_("Talk the drafts over in comments, then put them to a vote of the team or of residents."),
                _("Prepare a vote"), href)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment with its names, and whether the person may remove it."""

    comment: VisionComment
    author: str
    answered_by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A change of a draft: what was done, by whom, when, and how its words changed."""

    at: dt.datetime
    who: str
    sentence: Text
    pieces: tuple[Piece, ...]


def read_comments(draft: VisionDraft, user: Any) -> list[CommentLine]:  # noqa: ANN401 - any kind of user
    """List the comments on a draft, the oldest first, in two queries."""
    rows = list(VisionComment.objects.filter(draft=draft))
    names = names_of(ref for row in rows for ref in (row.author, row.answered_by))
    for row in rows:
        row.draft = draft
    return [
        CommentLine(
            row,
            names.get(row.author, "") if row.author else "",
            names.get(row.answered_by, "") if row.answered_by else "",
            is_own=row.author == user.ref,
        )
        for row in rows
    ]


def read_history(draft: VisionDraft) -> list[HistoryLine]:
    """List the changes of a draft, the newest first, in two queries."""
    entries = list(entries_of(draft)[:MOST_STEPS])
    names = names_of(entry.actor for entry in entries)
    return [
        HistoryLine(
            entry.at,
            names.get(entry.actor, "") if entry.actor else "",
            say_verb(entry.verb),
            compare_words(entry.before["text"], entry.after.get("text", "")) if entry.before.get("text") else (),
        )
        for entry in entries
    ]


def find_comment(workspace: str, process: str, vision: int, vision_comment: int) -> VisionComment:
    """Find a comment at its draft, inside its process, or answer 404."""
    rows = VisionComment.objects.select_related("draft__process__workspace")
    within = {"draft__process__workspace__slug": workspace, "draft__process__slug": process, "draft": vision}
    return get_object_or_404(rows, pk=vision_comment, **within)
