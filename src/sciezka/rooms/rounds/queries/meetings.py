"""Reading a meeting: what stands on its screens, in what order items are talked over, and what it came to."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.cache import caches
from django.db.models import Q, QuerySet
from django.utils import timezone

from sciezka.core.consensus import Given, Scale, Special, Summary, propose, summarise
from sciezka.kit.live import read_pulses
from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Meeting, Participant, Round
from sciezka.rooms.rounds.queries.results import (
    NO_SCALE,
    Cell,
    Withheld,
    agreed_cells,
    count_sheets,
    departs,
    find_withheld,
    given_answers,
    lay_out,
    places_taken,
    results_of,
)
from sciezka.rooms.rounds.queries.sheets import find_by_key, write_cell
from sciezka.rooms.town.models import Event

# The order of items stays what it was when the meeting began, at least for a day.
SECONDS_OF_ORDER: Final = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One row of the spread: a value that could be given, and how many gave it."""

    value: int
    label: str
    count: int
    # Of the row with most answers, in percent: the length of the bar.
    length: int
    is_agreed: bool
    # The other items of a ranking that hold this place already.
    held_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What the screens show: an item on a scale, or one cell of a matrix.

    Attributes:
        rows: the levels with their bars; without counts where the spread is hidden or withheld.
        summary: the answers summed up; None where they are hidden or withheld.
        differs: whether something else was agreed than the median of the answers, which asks for a reason.
    """

    item: Item
    scale: Scale | None
    against: Item | None
    rows: tuple[Level, ...]
    summary: Summary | None
    agreed: AgreedResult | None
    proposed: float | None = None
    is_pick: bool = False
    differs: bool = False

    @property
    def word(self) -> str:
        """What tells it apart from all other topics of the round."""
        return write_cell((self.item.pk, self.agreed_scale, self.against.pk if self.against else None))

    @property
    def agreed_scale(self) -> str:
        """The scale's key, as agreed results are kept."""
        return self.scale.key if self.scale and not self.against else NO_SCALE

    @property
    def agreed_label(self) -> str:
        """The name of the agreed level."""
        return next((row.label for row in self.rows if row.is_agreed), "")

    @property
    def shares_with(self) -> str:
        """The other items of a ranking with the same agreed place, which may be meant or a slip."""
        return next((row.held_by for row in self.rows if row.is_agreed), "")

    @property
    def lacks_reason(self) -> bool:
        """Tell whether the reason for departing from the median is still to be written."""
        return self.differs and self.agreed is not None and not self.agreed.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The timer of a meeting."""

    total: int
    left: int
    ends: int | None

    @property
    def is_running(self) -> bool:
        """Tell whether it runs."""
        return self.ends is not None

    @property
    def text(self) -> str:
        """What is left, as a clock shows it."""
        return f"{self.left // 60}:{self.left % 60:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All that the screens of a meeting show now."""

    meeting: Meeting
    round: Round
    number: int
    topics: tuple[Topic, ...]
    position: int
    count: int
    clock: Clock
    withheld: Withheld | None

    @property
    def topic(self) -> Topic | None:
        """The one thing talked over; None in a matrix, where a whole row is, and when there is nothing."""
        return self.topics[0] if len(self.topics) == 1 else None

    @property
    def item(self) -> Item | None:
        """The item on the screen."""
        return self.topics[0].item if self.topics else None

    @property
    def shows_spread(self) -> bool:
        """Tell whether the spread is on the screens."""
        return self.meeting.shows_spread and self.withheld is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One line of the order in which items are talked over."""

    item: Item
    scale: Scale | None
    needs_talk: bool
    agreed: AgreedResult | None
    is_current: bool

    @property
    def word(self) -> str:
        """What the form sends to go there."""
        return write_cell((self.item.pk, self.scale.key if self.scale else NO_SCALE, None))


def pulse_of(meeting: Meeting) -> str:
    """Give the key of the pulse that tells of changes of a meeting."""
    return f"rounds.meeting.{meeting.pk}"


def find_meeting_of_key(key: str) -> tuple[Participant, Meeting | None]:
    """Find a participant by their personal key and the newest meeting about their round, or answer 404."""
    participant = find_by_key(key)
    meeting = participant.round.meetings.select_related("round__process__workspace", "item").first()
    return participant, meeting


def running_meeting(round_: Round) -> Meeting | None:
    """Give the meeting that goes on about a round."""
    return round_.meetings.filter(ended_at=None).first()


def why_not_yet(round_: Round) -> Withheld | None:
    """Tell why no meeting can begin; None where it can. Too few sheets stop none: it agrees without seeing the spread."""
    withheld = find_withheld(round_, count_sheets(round_))
    return withheld if withheld == Withheld.NOT_YET else None


def events_to_meet(round_: Round) -> QuerySet[Event]:
    """Select the entries of the process that a meeting may belong to: published ones, the newest first."""
    return Event.objects.filter(process=round_.process_id, status=Event.Status.PUBLISHED).order_by("-start", "-pk")


def people_to_meet(round_: Round, noted: Iterable[Participant] = ()) -> QuerySet[Participant]:
    """Select those who may be ticked as present: who is asked, and who is noted already, though taken off since."""
    known = Q(removed_at=None) | Q(pk__in=[person.pk for person in noted])
    return round_.participants.filter(known).select_related("user")


def read_clock(meeting: Meeting) -> Clock:
    """Read the timer."""
    if meeting.timer_ends_at:
        left = math.ceil((meeting.timer_ends_at - timezone.now()).total_seconds())
        return Clock(total=meeting.timer_seconds, left=max(left, 0), ends=round(meeting.timer_ends_at.timestamp() * 1000))
    left = meeting.timer_seconds if meeting.timer_left is None else meeting.timer_left
    return Clock(total=meeting.timer_seconds, left=left, ends=None)


def read_board(meeting: Meeting) -> Board:
    """Read what stands on the screens: a constant number of queries, whatever the size of the round."""
    # The number first: a change in between is then shown twice rather than never.
    number = read_pulses([pulse_of(meeting)]).get(pulse_of(meeting), 0)
    round_ = meeting.round
    withheld = find_withheld(round_, count_sheets(round_))
    order = read_order(meeting)
    here = (meeting.item_id, meeting.scale)
    topics = _read_topics(meeting, withheld) if meeting.item else ()
    return Board(
        meeting=meeting, round=round_, number=number, topics=topics, clock=read_clock(meeting), withheld=withheld,
        position=order.index(here) + 1 if here in order else 0, count=len(order),
    )  # fmt: skip


def _read_topics(meeting: Meeting, withheld: Withheld | None) -> tuple[Topic, ...]:
    round_, item = meeting.round, meeting.item
    if item is None:
        return ()
    items = list(round_.items.all()) if round_.kind in {Round.Kind.MATRIX, Round.Kind.RANKING} else [item]
    asked = [
        (scale, against)
        for asked, scale, against, _key in lay_out(round_, items)
        if asked.pk == item.pk and (round_.kind != Round.Kind.RATING or (scale and scale.key == meeting.scale))
    ]
    given = {} if withheld else _read_given(round_, item)
    agreed = agreed_cells(round_)
    return tuple(
        _make_topic(meeting, item, scale, against, len(items), given if not withheld else None, agreed)
        for scale, against in asked
    )


def _read_given(round_: Round, item: Item) -> dict[tuple[str, int | None], list[Given]]:
    """Read what was answered about one item, by scale and column."""
    given: dict[tuple[str, int | None], list[Given]] = {}
    rows = given_answers(round_).filter(item=item).values_list("scale", "against_id", "value", "special")
    for scale, against, value, special in rows.order_by():
        key = (scale if round_.kind == Round.Kind.RATING else NO_SCALE, against)
        given.setdefault(key, []).append(Special(special) if special else float(value or 0))
    return given


def _make_topic(  # noqa: PLR0913 - what one topic is made of
    meeting: Meeting,
    item: Item,
    scale: Scale | None,
    against: Item | None,
    places: int,
    given: dict[tuple[str, int | None], list[Given]] | None,
    agreed_all: dict[Cell, AgreedResult],
) -> Topic:
    is_pick = meeting.round.kind == Round.Kind.PICK
    if scale:
        levels = [(level.value, level.label) for level in scale.levels]
    else:
        levels = [(1, "")] if is_pick else [(place, "") for place in range(1, places + 1)]
    key = scale.key if scale and not against else NO_SCALE
    column = against.pk if against else None
    agreed = agreed_all.get((item.pk, key, column))
    summary, proposed, differs = None, None, False
    if given is not None:
        steps = [float(value) for value, _label in levels]
        known = {*steps, *Special}
        values = [one for one in given.get((key, column), []) if one in known]
        summed = summarise(values, steps)
        differs = bool(scale and agreed) and departs(agreed.value if agreed else None, summed.median, steps)
        if meeting.shows_spread:
            summary, proposed = summed, propose(values, steps) if scale else None
    counts = dict(summary.distribution) if summary else {}
    most = max([*counts.values(), 1])
    taken = places_taken(meeting.round, item, agreed_all)
    rows = tuple(
        Level(
            value=value, label=label, held_by=taken.get(value, ""), count=counts.get(float(value), 0),
            length=round(100 * counts.get(float(value), 0) / most),
            is_agreed=agreed is not None and agreed.value == value,
        )
        for value, label in levels
    )  # fmt: skip
    return Topic(
        item=item,
        scale=scale,
        against=against,
        rows=rows,
        summary=summary,
        agreed=agreed,
        proposed=proposed,
        is_pick=is_pick,
        differs=differs,
    )


def lacks_reason(meeting: Meeting) -> bool:
    """Tell whether what was agreed about the item on the screens departs from the median and says not why."""
    withheld = find_withheld(meeting.round, count_sheets(meeting.round))
    return any(topic.lacks_reason for topic in _read_topics(meeting, withheld))


def read_order(meeting: Meeting) -> list[tuple[int, str]]:
    """Give the order in which the meeting talks things over: what needs talk most comes first.

    Kept once reckoned: late answers that are let in must not turn the order over in the middle of a meeting.
    """
    key = f"rounds.order.{meeting.pk}"
    order = caches["memory"].get(key)
    known = set(meeting.round.items.values_list("pk", flat=True))
    if order is None or {item for item, _scale in order} != known:
        order = reckon_order(meeting.round)
        caches["memory"].set(key, order, SECONDS_OF_ORDER)
    return list(order)


def reckon_order(round_: Round) -> list[tuple[int, str]]:
    """Reckon the order: by need, then by position. A matrix is talked over row by row."""
    needs: dict[tuple[int, str], float] = {}
    for line in results_of(round_).lines:
        key = (line.item.pk, line.key[1])
        needs[key] = max(needs.get(key, 0.0), line.need.score if line.need else 0.0)
    return sorted(needs, key=lambda key: -needs[key])


def list_points(meeting: Meeting, *, by_need: bool = True) -> list[Point]:
    """List what the meeting talks over, in its order or as the items stand."""
    round_ = meeting.round
    items = {item.pk: item for item in round_.items.all()}
    scales = {scale.key: scale for scale in round_.core_scales}
    agreed = agreed_cells(round_)
    talk = _find_needing_talk(meeting)
    order = read_order(meeting)
    if not by_need:
        places = {key: place for place, key in enumerate(scales)}
        order.sort(key=lambda key: (items[key[0]].position, key[0], places.get(key[1], 0)))
    return [
        Point(
            item=items[item], scale=scales.get(scale), needs_talk=(item, scale) in talk,
            agreed=_find_agreed(agreed, round_, item, scale, len(items)),
            is_current=(item, scale) == (meeting.item_id, meeting.scale),
        )
        for item, scale in order
        if item in items
    ]  # fmt: skip


def _find_agreed(agreed: dict[Cell, AgreedResult], round_: Round, item: int, scale: str, items: int) -> AgreedResult | None:
    """Find what was agreed; a row of a matrix is agreed when all its cells are."""
    if round_.kind != Round.Kind.MATRIX:
        return agreed.get((item, scale, None))
    cells = [one for (row, _scale, column), one in agreed.items() if row == item and column]
    return cells[-1] if cells and len(cells) >= items - 1 else None


def _find_needing_talk(meeting: Meeting) -> set[tuple[int, str]]:
    """Find what needs talk; kept with the order, from the same reckoning."""
    key = f"rounds.talk.{meeting.pk}"
    found = caches["memory"].get(key)
    if found is None:
        found = {(line.item.pk, line.key[1]) for line in results_of(meeting.round).lines if line.need}
        caches["memory"].set(key, found, SECONDS_OF_ORDER)
    return set(found)


def neighbours(points: Iterable[Point]) -> tuple[Point | None, Point | None]:
    """Give what comes before and after the current point."""
    listed = list(points)
    here = next((place for place, point in enumerate(listed) if point.is_current), None)
    if here is None:
        return None, listed[0] if listed else None
    return listed[here - 1] if here else None, listed[here + 1] if here + 1 < len(listed) else None


def reasons_about(meeting: Meeting) -> list[str]:
    """List the reasons that were given about the item on the screen, in no order that tells whose they are."""
    if meeting.item is None or find_withheld(meeting.round, count_sheets(meeting.round)):
        return []
    rows = given_answers(meeting.round).filter(item=meeting.item).exclude(reason="")
    if meeting.round.kind == Round.Kind.RATING:
        rows = rows.filter(scale=meeting.scale)
    return sorted({answer.reason for answer in rows.order_by()}, key=str.casefold)


def own_values(answers: Iterable[Answer], round_: Round) -> dict[str, str]:
    """Give what one person answered, by the words of topics."""
    is_rating = round_.kind == Round.Kind.RATING
    return {
        write_cell((answer.item_id, answer.scale if is_rating else NO_SCALE, answer.against_id)): (
            answer.special or str(answer.value)
        )
        for answer in answers
        if answer.special or answer.value is not None
    }


def results_of_meeting(meeting: Meeting) -> list[AgreedResult]:
    """List what the meeting agreed, as the items stand."""
    rows = meeting.agreed.select_related("item", "against", "round")
    return list(rows.order_by("item__position", "scale", "against__position", "pk"))
