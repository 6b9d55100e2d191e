"""Open answers: what people wrote, how often words and themes come, and how far the putting under themes is.

What people wrote is read only by who may see single answers. Counts of words and themes are shown to all who see results,
where enough people stand behind each.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from sciezka.core.polls.screening import find_personal_data
from sciezka.rooms.questions.schema.types import OPEN, Item
from sciezka.rooms.surveys.models import Coding, Survey, Theme
from sciezka.rooms.surveys.queries.frames import shown_responses

ON_PAGE: Final = 25


@dataclass(frozen=True, slots=True)
class Wrote:
    """What one person wrote.

    Attributes:
        key: of the response, drawn and telling no order.
        text: the words.
        option: the answer beside which they stand, of words of one's own.
        themes: the keys of the themes it is under.
    """

    key: str
    text: str
    option: str
    themes: frozenset[int]

    @property
    def marked(self) -> SafeString:
        """The words, with marks on what looks personal."""
        parts, at = [], 0
        for mark in find_personal_data(self.text):
            parts += [escape(self.text[at : mark.start]), format_html("<mark>{}</mark>", self.text[mark.start : mark.end])]
            at = mark.end
        # Each part was escaped by itself.
        return mark_safe("".join([*parts, escape(self.text[at:])]).replace("\n", "<br>"))  # noqa: S308

    @property
    def is_personal(self) -> bool:
        """Whether something in it looks personal."""
        return bool(find_personal_data(self.text))


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """How many answers are under a theme; None where that may not be told."""

    theme: Theme
    count: int | None
    share: float | None


@dataclass(frozen=True, slots=True)
class OpenSight:
    """What open answers come to.

    Attributes:
        n: how many wrote something.
        coded: how many of them are under some theme.
        themes: the counts.
    """

    n: int
    coded: int
    themes: tuple[ThemeCount, ...]


def list_texts(survey: Survey, item: Item, language: str) -> list[tuple[str, str, str]]:
    """List what people wrote: the response's key, the words, and the option beside which they stand.

    Only answers that are in the results are listed.
    """
    rows = shown_responses(survey)
    return list(read_texts(item, rows.order_by("pk").values_list("pk", "answers"), language))


def list_answers(survey: Survey, items: Sequence[Item]) -> dict[str, list[str]]:
    """List what people wrote about several items, in one query: one text for each person and item."""
    rows = shown_responses(survey)
    found: dict[str, list[str]] = {item.code: [] for item in items}
    for key, answers in rows.values_list("pk", "answers").iterator():
        for item in items:
            texts = [text for _key, text, _option in read_texts(item, [(key, answers)], "pl")]
            if texts:
                found[item.code].append("\n".join(texts))
    return found


def count_wrote(survey: Survey, items: Sequence[Item]) -> dict[str, int]:
    """Count how many people wrote something about each item."""
    return {code: len(texts) for code, texts in list_answers(survey, items).items()}


def read_texts(item: Item, rows: Iterable[tuple[Any, Any]], language: str) -> Iterable[tuple[str, str, str]]:
    """Give the words of responses to an item."""
    own = [(option.code, option.text.say(language)) for option in item.options if option.own_words]
    for key, answers in rows:
        if item.kind in OPEN and isinstance(answers.get(item.code), str):
            yield str(key), answers[item.code], ""
        for code, label in own:
            if isinstance(words := answers.get(f"{item.code}.{code}"), str):
                yield str(key), words, label


def page_texts(survey: Survey, item: Item, language: str, *, number: str, search: str, theme: str) -> Page[Wrote]:
    """Give one page of what people wrote, searched by words and by theme (``0``: under none)."""
    under: dict[str, set[int]] = {}
    for key, found in Coding.objects.filter(theme__survey=survey, theme__item=item.code).values_list("response", "theme"):
        under.setdefault(str(key), set()).add(found)
    wanted = search.casefold().strip()
    listed = [
        Wrote(key, text, option, frozenset(under.get(key, ())))
        for key, text, option in list_texts(survey, item, language)
        if wanted in text.casefold() and _is_under(under.get(key, set()), theme)
    ]
    return Paginator(listed, ON_PAGE).get_page(number)


def _is_under(themes: set[int], asked: str) -> bool:
    if asked == "0":
        return not themes
    return not asked.isdecimal() or int(asked) in themes


def read_open(survey: Survey, item: Item) -> OpenSight | None:
    """Read how many wrote, and the themes; nothing where too few wrote."""
    n = len({key for key, _text, _option in list_texts(survey, item, "pl")})
    if n < survey.fewest:
        return None
    rows = Coding.objects.filter(theme__survey=survey, theme__item=item.code, response__in=shown_responses(survey))
    counts = dict(rows.values_list("theme").annotate(count=Count("pk")).order_by())
    coded = rows.values("response").distinct().count()
    themes = [
        _tell(theme, counts.get(theme.pk, 0), n, survey.fewest)
        for theme in survey.themes.filter(item=item.code)
    ]  # fmt: skip
    themes.sort(key=lambda one: -(one.count or 0))
    return OpenSight(n=n, coded=coded if coded >= survey.fewest else 0, themes=tuple(themes))


def _tell(theme: Theme, count: int, n: int, fewest: int) -> ThemeCount:
    """Tell a count that neither it nor what is left of all makes too small."""
    if 0 < count < fewest or 0 < n - count < fewest:
        return ThemeCount(theme, None, None)
    return ThemeCount(theme, count, count / n)


def count_coded(survey: Survey) -> Counter[str]:
    """Count for each item how many answers are under themes, for who may see answers."""
    rows = Coding.objects.filter(theme__survey=survey).values_list("theme__item", "response").distinct()
    return Counter(item for item, _response in rows)
