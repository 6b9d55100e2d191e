"""The outline beside the editor: pages, sections and questions in a few words each, with what is marked on them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciezka.kit.manifests import Text
from sciezka.rooms.questions.queries.kinds import BY_KIND
from sciezka.rooms.questions.queries.sentences import name_page, name_section, say_condition, shorten
from sciezka.rooms.questions.schema.types import Item, Page, Questionnaire, Section

WORDS = 70


@dataclass(frozen=True, slots=True)
class ItemLine:
    """A question in the outline."""

    code: str
    text: str
    icon: str
    label: Text
    required: bool
    condition: str
    skips: bool
    severity: str


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section in the outline; the only one of a page, without a title, is not drawn."""

    code: str
    name: str
    is_drawn: bool
    condition: str
    items: tuple[ItemLine, ...]

    @property
    def key(self) -> str:
        """Give its word in an address."""
        return f"s-{self.code}"


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page in the outline."""

    code: str
    name: str
    condition: str
    skips: bool
    sections: tuple[SectionLine, ...]

    @property
    def key(self) -> str:
        """Give its word in an address."""
        return f"p-{self.code}"


def outline(questionnaire: Questionnaire, language: str, severities: Mapping[str, str]) -> tuple[PageLine, ...]:
    """Give the outline of a draft.

    Args:
        questionnaire: the draft.
        language: in which language it is edited.
        severities: the worst that was found about a part, by its key.
    """
    return tuple(
        PageLine(
            page.code,
            name_page(page, place, language, questionnaire.base),
            _say(questionnaire, page, language),
            bool(page.skip_to),
            tuple(
                SectionLine(
                    section.code,
                    name_section(section, number, language, questionnaire.base),
                    len(page.sections) > 1 or bool(section.title) or section.show_if is not None,
                    _say(questionnaire, section, language),
                    tuple(read_item_line(questionnaire, item, language, severities) for item in section.items),
                )
                for number, section in enumerate(page.sections, start=1)
            ),
        )
        for place, page in enumerate(questionnaire.pages, start=1)
    )


def read_item_line(questionnaire: Questionnaire, item: Item, language: str, severities: Mapping[str, str]) -> ItemLine:
    """Give one question's line."""
    kind = BY_KIND[item.kind]
    return ItemLine(
        code=item.code,
        text=shorten(item.text.say(language, questionnaire.base), WORDS) or "…",
        icon=kind.icon,
        label=kind.label,
        required=item.required or item.required_if is not None,
        condition=_say(questionnaire, item, language),
        skips=any(option.skip_to for option in item.options),
        severity=severities.get(item.code, ""),
    )


def _say(questionnaire: Questionnaire, part: Item | Section | Page, language: str) -> str:
    if part.show_if is None:
        return ""
    return _("Shows when %(condition)s") % {"condition": say_condition(questionnaire, part.show_if, language)}
