"""A page of a questionnaire as HTML: its sections and items, with what was answered and what is to be mended.

What is drawn of an item is the same for everyone, but for the answers in it. So each item is drawn once for each edition
and language (``showing_items``), and only what differs from person to person is filled in: what is chosen or typed, the
order of what is shuffled, rows that are hidden. Where earlier answers are said again or something is wrong, the item is
drawn anew.

Items that other items of the page show and hide are all there: the hidden ones carry ``hidden``, and a script shows them as
soon as they are asked (``static/questions/answer.js``). The server decides by itself; without the script the page comes back
with what has come to be asked.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from sciezka.kit.markup import render_markdown
from sciezka.kit.typography import bind_words
from sciezka.rooms.questions.queries.showing_items import Drawing, draw_item, find_drawing
from sciezka.rooms.questions.queries.showing_logic import write_logic
from sciezka.rooms.questions.schema.answers import Problem, write_fields
from sciezka.rooms.questions.schema.order import ordered_items, ordered_options, ordered_rows, ordered_sections
from sciezka.rooms.questions.schema.routes import gather_earlier, is_required, shown_items, shown_rows
from sciezka.rooms.questions.schema.types import Answers, Item, Kind, Page, Questionnaire, Section, Text
from sciezka.rooms.questions.schema.wording import fill_in

ESCAPED_JSON: Final = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def show_page(  # noqa: PLR0913 - by name, one for each thing that differs from person to person
    questionnaire: Questionnaire,
    page: Page,
    answers: Answers,
    *,
    language: str,
    seed: str,
    problems: Sequence[Problem] = (),
    given: Mapping[str, Any] | None = None,
    mark: str = "",
) -> SafeString:
    """Show the items of a page; the caller draws the form, the heading and the buttons around them.

    Args:
        questionnaire: the whole.
        page: which page.
        answers: all sound answers so far, those of this page included.
        language: in which language; what has not been translated comes in the first one.
        seed: the person's, for orders that are drawn.
        problems: what is to be mended on this page.
        given: what was typed, where that is to be shown rather than the answers.
        mark: the digest of an edition, which never changes: what is drawn is kept under it. Empty for drafts.
    """
    shown = shown_items(page, answers)
    fields = write_fields(page, answers if given is None else given)
    codes = {item.code for item in shown}
    earlier = gather_earlier(questionnaire, page, answers)
    live = {**earlier, **{code: answers[code] for code in codes if code in answers}}
    faults: dict[str, list[Problem]] = {}
    for problem in problems:
        faults.setdefault(problem.item, []).append(problem)
    sight = _Sight(questionnaire, language, seed, mark, live, fields, faults, answers)
    parts = [sight.show_section(section, codes) for section in ordered_sections(page, seed)]
    parts.append(_write_state(page, answers, earlier, language))
    return mark_safe("".join(parts))  # noqa: S308 - built of templates and escaped values


def list_seen(page: Page, answers: Answers) -> list[str]:
    """List what shows on a page now: codes of items, and ``item.row`` of rows that other answers show."""
    shown = shown_items(page, answers)
    codes = {item.code for item in page.items()}
    live = {code: answer for code, answer in answers.items() if code not in codes}
    seen: list[str] = []
    for item in shown:
        if item.code in answers:
            live[item.code] = answers[item.code]
        seen.append(item.code)
        if item.has_conditional_rows:
            seen.extend(f"{item.code}.{row.code}" for row in shown_rows(item, live))
    return seen


class _Sight:
    """A page as one person sees it."""

    def __init__(  # noqa: PLR0913 - the same
        self,
        questionnaire: Questionnaire,
        language: str,
        seed: str,
        mark: str,
        live: Answers,
        fields: Mapping[str, Sequence[str]],
        faults: Mapping[str, list[Problem]],
        answers: Answers,
    ) -> None:
        self.questionnaire, self.language, self.seed, self.mark = questionnaire, language, seed, mark
        self.live, self.fields, self.faults, self.answers = live, fields, faults, answers

    def say(self, text: Text) -> str:
        """Say a text with earlier answers in it."""
        said = text.say(self.language, self.questionnaire.base)
        return bind_words(fill_in(said, self.questionnaire, self.live, self.language)) if said else ""

    def show_section(self, section: Section, shown: set[str]) -> str:
        """Show a section, hidden where nothing of it shows."""
        inside: list[str] = []
        is_empty = True
        for item in ordered_items(section, self.seed):
            is_shown = item.code in shown
            is_empty = is_empty and not is_shown
            inside.append(self.wrap_item(item, is_shown=is_shown))
        hidden = " hidden" if is_empty else ""
        title, text = self.say(section.title), self.say(section.text)
        head = f'<h2 class="asks__title">{escape(title)}</h2>' if title else ""
        if text:
            said = section.text.say(self.language, self.questionnaire.base)
            # What somebody typed is kept in no cache.
            render = render_markdown.__wrapped__ if said and "{" in said else render_markdown
            head += f'<div class="asks__intro">{render(text)}</div>'
        return f'<section class="asks" data-section="{section.code}"{hidden}>{head}{"".join(inside)}</section>'

    def wrap_item(self, item: Item, *, is_shown: bool) -> str:
        """Show an item in the part of the page that a condition hides."""
        wrong = " ask--wrong" if item.code in self.faults else ""
        hidden = "" if is_shown else " hidden"
        return (
            f'<div class="ask ask--{item.kind}{wrong}" data-item="{item.code}" data-kind="{item.kind}"{hidden}>'
            f"{self.show_item(item)}</div>"
        )

    def show_item(self, item: Item) -> str:
        """Show what is asked and how it is answered."""
        drawing = self.find_drawing(item)
        order: tuple[str, ...] = ()
        if item.shuffle and drawing.chunks:
            ordered = ordered_rows(item, self.seed) if item.rows else ordered_options(item, self.seed)
            order = tuple(part.code for part in ordered)
        hidden: frozenset[str] = frozenset()
        if item.has_conditional_rows:
            rows = {row.code for row in shown_rows(item, self.live)}
            hidden = frozenset(row.code for row in item.rows if row.code not in rows)
        return drawing.fill(self.fields, order, hidden)

    def find_drawing(self, item: Item) -> Drawing:
        """Find the drawing that is kept, or draw the item for this person alone."""
        is_needed = is_required(item, self.live)
        problems = self.faults.get(item.code, ())
        file = self.answers.get(item.code) if item.kind is Kind.FILE else None
        if self.mark and not problems and not file:
            kept = find_drawing(self.questionnaire, item, self.language, mark=self.mark, is_needed=is_needed)
            if not kept.is_personal:
                return kept
        return draw_item(
            item, self.language, self.questionnaire.base, is_needed=is_needed, say=self.say, problems=problems,
            file=file if isinstance(file, Mapping) else None, fields=self.fields,
        )  # fmt: skip


def _write_state(page: Page, answers: Answers, earlier: Answers, language: str) -> str:
    """Write what the form says of itself: what shows now, and, for the script, what decides that."""
    with translation.override(language):
        clear = escape(_("Take the answer back"))
    field = f'<input type="hidden" name="seen" value="{" ".join(list_seen(page, answers))}" data-clear-word="{clear}">'
    logic = write_logic(page, earlier)
    if logic is None:
        return field
    text = json.dumps(logic, ensure_ascii=False, separators=(",", ":")).translate(ESCAPED_JSON)
    return f'{field}<script type="application/json" data-logic>{text}</script>'
