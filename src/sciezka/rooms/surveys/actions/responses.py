"""Taking answers: a page at a time as people give them, or whole as paper and files bring them.

The response is found by the digest of its key, the page is checked against what the response holds, and the row is
written if nobody has written it meanwhile (``responses_rows``). Whatever is sent twice is written twice over the same row;
a finished response never changes here. So neither a reload, nor the back button, nor two tabs, nor two processes make a
second one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from sciezka.rooms.questions.actions.answer_files import SentFile
from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.queries.showing import list_seen
from sciezka.rooms.questions.schema.answers import (
    Problem,
    check_all,
    check_page,
    find_page_to_mend,
    read_posted,
    replace_answers,
)
from sciezka.rooms.questions.schema.routes import next_page, previous_page, prune, walk_pages
from sciezka.rooms.questions.schema.types import Kind, Page, Questionnaire
from sciezka.rooms.surveys.actions.responses_admitting import use_admission
from sciezka.rooms.surveys.actions.responses_files import keep_files
from sciezka.rooms.surveys.actions.responses_rows import Held, Overtaken, read_row, stand_in_queue, write_row
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.running import Running
from sciezka.rooms.surveys.queries.running_quotas import find_full_quota
from sciezka.rooms.surveys.queries.running_tickets import Ticket

Do = Literal["next", "back", "save", "language"]

TRIES: Final = 3
# What a paper form or a file of answers may lack: nobody can be asked again.
MAY_LACK: Final = frozenset({"required", "rows"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A page as it was sent.

    Attributes:
        page: its code.
        posted: the fields of the form.
        seen: what showed on it; None where the form didn't say.
        files: files that were sent, by item.
        refused: what is wrong with files that were refused.
        do: what the pressed button says.
        language: in which language it was answered.
    """

    page: str
    posted: Mapping[str, Sequence[str]]
    seen: frozenset[str] | None = None
    files: Mapping[str, SentFile] = field(default_factory=dict)
    refused: Sequence[Problem] = ()
    do: Do = "next"
    language: str = "pl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of a page.

    Attributes:
        state: ``page`` (one is to be shown), ``saved``, ``done`` (finished now or before), or why it could not be finished:
            ``used`` (the personal pass), ``full`` (the class), ``lost`` (the way in is shut).
        response: as it stands now.
        questionnaire: what it answers.
        page: which page to show.
        answers: what counts as answered when it is shown.
        problems: what is to be mended on it.
        given: what was typed on it.
        has_more: whether answers have made more of the page show than was seen.
    """

    state: Literal["page", "saved", "done", "used", "full", "lost"]
    response: Response
    questionnaire: Questionnaire
    page: Page | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    given: Mapping[str, Any] | None = None
    has_more: bool = False


def take_page(*, running: Running, ticket: Ticket, sent: Sent) -> Taken:
    """Take a page that was sent, and tell what comes next. Only sound answers are ever written."""
    if not needs_many(running, ticket, sent):
        for _try in range(TRIES):
            try:
                return _take(running, ticket, sent)
            except (Overtaken, IntegrityError):
                # Two pages of one response at once; the other one was quicker.
                continue
    return take_alone(running=running, ticket=ticket, sent=sent)


def take_alone(*, running: Running, ticket: Ticket, sent: Sent) -> Taken:
    """Take a page in one transaction, with the row held: where more than the row is written, or many write it."""
    for _try in range(TRIES):
        try:
            with stand_in_queue(), transaction.atomic():
                return _take(running, ticket, sent, lock=True)
        except (Overtaken, IntegrityError):
            continue
    message = "A response could not be written."
    raise RuntimeError(message)


def needs_many(running: Running, ticket: Ticket, sent: Sent) -> bool:
    """Tell whether more than the response's row may be written: its way in, a quota, a file."""
    page = running.questionnaire.find_page(sent.page)
    return (
        bool(running.survey.quotas)
        or ticket.way in {Response.Channel.LIST, Response.Channel.CODE}
        or (page is not None and any(item.kind is Kind.FILE for item in page.items()))
    )


def find_response(survey: Survey, ticket: Ticket) -> Response | None:
    """Find the response that a ticket names."""
    return Response.objects.filter(survey=survey, key_digest=ticket.digest).first()


def begin_response(*, running: Running, ticket: Ticket, language: str) -> Response:
    """Give a response that has not been written yet."""
    response = Response(
        survey=running.survey, edition_id=running.survey.edition_id or 0, clause_id=running.clause, key_digest=ticket.digest,
        channel=ticket.way, language=language, started_hour=cut_hour(timezone.now()),
    )  # fmt: skip
    response.page = ""
    return response


def save_page(*, held: Held, answers: dict[str, Any], page: Page, language: str) -> None:
    """Write what has been answered, and on which page the person is."""
    response = held.response
    response.answers, response.page, response.language = answers, page.code, language
    write_row(held)


def finish_response(*, running: Running, ticket: Ticket, held: Held, answers: dict[str, Any]) -> str:
    """Finish a response once, using up the way in by which its giver came.

    Returns:
        Nothing, or why it can't be finished: ``used``, ``full`` or ``lost``. Then nothing is written.
    """
    survey, response = running.survey, held.response
    if survey.quotas:
        # Two of the last free place at once: the second one waits, and counts the first.
        Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        response.quota = find_full_quota(survey, answers)
    if refused := use_admission(survey, ticket, response):
        return refused
    # Of somebody who came too late nothing is kept but that they came.
    response.answers = {} if response.quota else answers
    response.page = ""
    response.finished_hour = cut_hour(timezone.now())
    write_row(held)
    return ""


def store_finished(  # noqa: PLR0913 - by name, one for each thing that a response says
    *,
    survey: Survey,
    edition: Edition,
    answers: Mapping[str, Any],
    channel: str,
    hour: dt.datetime,
    language: str,
    group: str = "",
) -> Response:  # fmt: skip
    """Store a whole response that was given elsewhere.

    Args:
        survey: to which survey.
        edition: what was answered.
        answers: in the stored shape; what is hidden is left out.
        channel: by which way it came; on paper and in files something required may be missing.
        hour: when it was finished; cut to the hour.
        language: in which language.
        group: the group to keep with it.

    Raises:
        ValueError: answers are unsound; the message names the items.
    """
    questionnaire = read_edition(edition.pk, edition.digest)
    counted = prune(questionnaire, answers)
    lenient = channel in {Response.Channel.PAPER, Response.Channel.IMPORT}
    problems = [one for one in check_all(questionnaire, counted) if not (lenient and one.code in MAY_LACK)]
    if problems:
        message = "Unsound answers: " + ", ".join(sorted({f"{one.item} ({one.code})" for one in problems}))
        raise ValueError(message)
    moment = cut_hour(hour)
    return Response.objects.create(
        survey=survey, edition=edition, clause=survey.clauses.first(), channel=channel, group=group, language=language,
        answers=counted, started_hour=moment, finished_hour=moment,
    )  # fmt: skip


def cut_hour(moment: dt.datetime) -> dt.datetime:
    """Cut a moment to its hour: minutes could be laid beside the times of letters."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _take(running: Running, ticket: Ticket, sent: Sent, *, lock: bool = False) -> Taken:
    survey = running.survey
    held = read_row(survey, ticket, lock=lock)
    if held is None:
        held = Held(begin_response(running=running, ticket=ticket, language=sent.language))
    response = held.response
    is_newest = response.edition_id == survey.edition_id
    questionnaire = running.questionnaire if is_newest else read_edition(response.edition_id)
    if response.finished_hour:
        return Taken(state="done", response=response, questionnaire=questionnaire)
    page = questionnaire.find_page(sent.page)
    path = walk_pages(questionnaire, response.answers)
    begins = response._state.adding and page is not None and page is not path[0]
    if page is None or page not in path or begins:
        # Sent out of turn, or from a page that other answers have closed: the person goes on where they were.
        here = questionnaire.find_page(response.page)
        here = here if here in path else (path[0] if path else None)
        return Taken(state="page", response=response, questionnaire=questionnaire, page=here, answers=response.answers)
    return _Turn(running, ticket, sent, held, questionnaire, page).play()


class _Turn:
    """One page that somebody sent in turn."""

    def __init__(
        self, running: Running, ticket: Ticket, sent: Sent, held: Held, questionnaire: Questionnaire, page: Page
    ) -> None:
        self.running, self.ticket, self.sent = running, ticket, sent
        self.held, self.questionnaire, self.page = held, questionnaire, page
        self.response = held.response
        before = self.response.answers
        given = {**read_posted(page, sent.posted, before), **{item: file.answer for item, file in sent.files.items()}}
        self.checked = check_page(questionnaire, page, given, before)
        self.problems = (*self.checked.problems, *sent.refused)
        self.answers = prune(questionnaire, replace_answers(page, before, self.checked.answers))

    def play(self) -> Taken:
        """Do what the button says."""
        match self.sent.do:
            case "language":
                return self.show(self.page, given=self.checked.given)
            case "back":
                return self.keep_and_show(previous_page(self.questionnaire, self.page, self.answers) or self.page)
            case "save":
                self.keep(self.page)
                return Taken(state="saved", response=self.response, questionnaire=self.questionnaire, page=self.page)
        if self.problems:
            # What is sound is kept, once there is anything to keep it with.
            if not self.response._state.adding:
                self.keep(self.page)
            return self.show(self.page, problems=self.problems, given=self.checked.given)
        seen = self.sent.seen
        if seen is not None and not seen.issuperset(list_seen(self.page, self.answers)):
            return self.keep_and_show(self.page, has_more=True)
        return self.go_on()

    def go_on(self) -> Taken:
        """Go to the next page, or finish."""
        later = next_page(self.questionnaire, self.page, self.answers)
        decided = {item.code for item in self.page.items()}
        if self.running.survey.quotas and later and find_full_quota(self.running.survey, self.answers, decided):
            return self.finish()
        if later is not None:
            return self.keep_and_show(later)
        if (unfinished := find_page_to_mend(self.questionnaire, self.answers)) is not None:
            return self.send_to_mend(unfinished)
        return self.finish()

    def send_to_mend(self, page: Page) -> Taken:
        """Show an earlier page that was passed over, with what is missing on it."""
        problems = check_page(self.questionnaire, page, self.answers, self.answers).problems
        self.keep(page)
        return self.show(page, problems=problems)

    def finish(self) -> Taken:
        """Finish the response."""
        refused: Any = finish_response(running=self.running, ticket=self.ticket, held=self.held, answers=self.answers)
        if not refused and self.has_files:
            keep_files(self.response, self.sent.files)
        return Taken(state=refused or "done", response=self.response, questionnaire=self.questionnaire)

    def keep_and_show(self, page: Page, *, has_more: bool = False) -> Taken:
        """Write what was answered, and show a page."""
        self.keep(page)
        return self.show(page, has_more=has_more)

    @property
    def has_files(self) -> bool:
        """Tell whether this page, or an answer on it, is about files."""
        return bool(self.sent.files) or any(item.kind == "file" for item in self.page.items())

    def keep(self, page: Page) -> None:
        """Write what was answered."""
        save_page(held=self.held, answers=self.answers, page=page, language=self.sent.language)
        if self.has_files:
            keep_files(self.response, self.sent.files)

    def show(self, page: Page, **more: Any) -> Taken:  # noqa: ANN401 - what else is known of it
        """Show a page."""
        return Taken(
            state="page", response=self.response, questionnaire=self.questionnaire, page=page, answers=self.answers, **more
        )
