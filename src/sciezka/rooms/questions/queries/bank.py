"""The item bank: what comes with the product and what the workspace keeps, and where each item is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from sciezka.kit.manifests import Text as Label
from sciezka.rooms.questions.library import shipped_bank
from sciezka.rooms.questions.models import BankItem, Edition, Questionnaire
from sciezka.rooms.questions.queries.kinds import BY_KIND
from sciezka.rooms.questions.schema.stored import read_item, write_item
from sciezka.rooms.questions.schema.types import Item, SchemaProblem
from sciezka.rooms.town.models import Workspace


@dataclass(frozen=True, slots=True)
class Stem:
    """An item of the bank on a list.

    Attributes:
        code: its stable code.
        theme: what it belongs to.
        item: what is asked.
        text: its words in the reader's language.
        options: its answers, shortly.
        icon: its kind's icon.
        label: its kind's name.
        own: the workspace's own row, or nothing where it comes with the product.
        note: what is to be known before it is asked.
    """

    code: str
    theme: str
    item: Item
    text: str
    options: tuple[str, ...]
    icon: str
    label: Label
    own: BankItem | None = None
    note: str = ""


def list_stems(workspace: Workspace, language: str, *, sought: str = "", theme: str = "") -> list[Stem]:
    """List the items of the bank, the workspace's own first, by theme."""
    stems = [*_list_own(workspace, language), *_list_shipped(language)]
    if theme:
        stems = [stem for stem in stems if stem.theme == theme]
    words = sought.casefold().split()
    return [stem for stem in stems if all(word in _gather_words(stem) for word in words)]


def list_themes(workspace: Workspace, language: str) -> list[str]:
    """List the themes of the bank."""
    own = BankItem.objects.filter(workspace=workspace).exclude(theme="").values_list("theme", flat=True).distinct()
    return list(dict.fromkeys([*own.order_by("theme"), *(each.theme.say(language) for each in shipped_bank())]))


def find_stem(workspace: Workspace, code: str) -> dict[str, Any] | None:
    """Find what an item of the bank asks, as it is stored, under a code that is free for the taking."""
    own = BankItem.objects.filter(workspace=workspace, code=code).first()
    if own is not None:
        return {**own.content, "bank": own.code}
    return next((write_item(each.item) for each in shipped_bank() if each.code == code), None)


def is_shipped(code: str) -> bool:
    """Tell whether a code is one of the shipped bank."""
    return any(each.code == code for each in shipped_bank())


@dataclass(frozen=True, slots=True)
class Use:
    """A questionnaire or an edition that asks an item of the bank."""

    questionnaire: Questionnaire
    number: int | None
    text: str


def list_uses(workspace: Workspace, code: str, language: str) -> list[Use]:
    """List where an item of the bank is asked: in drafts and in editions."""
    sign = f'"bank": "{code}"'
    drafts: QuerySet[Questionnaire] = Questionnaire.objects.filter(workspace=workspace).select_related("workspace")
    editions: QuerySet[Edition] = Edition.objects.filter(questionnaire__workspace=workspace)
    found = [
        Use(one, None, words)
        for one in drafts.annotate(written=Cast("draft", TextField())).filter(written__contains=sign)
        if (words := _find_words(one.draft, code, language)) is not None
    ]
    rows = editions.annotate(written=Cast("content", TextField())).filter(written__contains=sign)
    for edition in rows.select_related("questionnaire__workspace").order_by("questionnaire_id", "number"):
        words = _find_words(edition.content, code, language)
        if words is not None:
            found.append(Use(edition.questionnaire, edition.number, words))
    return found


def _find_words(content: dict[str, Any], code: str, language: str) -> str | None:
    for page in content.get("pages", ()):
        for section in page.get("sections", ()):
            for item in section.get("items", ()):
                if item.get("bank") == code:
                    words: dict[str, str] = item.get("text", {})
                    return words.get(language) or next(iter(words.values()), "")
    return None


def _list_own(workspace: Workspace, language: str) -> Iterable[Stem]:
    for row in BankItem.objects.filter(workspace=workspace).select_related("workspace"):
        try:
            item = read_item(row.content)
        except SchemaProblem:
            continue
        yield _read_stem(row.code, row.theme, item, language, own=row, note=row.note)


def _list_shipped(language: str) -> Iterable[Stem]:
    for each in shipped_bank():
        yield _read_stem(each.code, each.theme.say(language), each.item, language, note=each.note.say(language))


def _read_stem(code: str, theme: str, item: Item, language: str, *, own: BankItem | None = None, note: str = "") -> Stem:
    kind = BY_KIND[item.kind]
    parts = item.rows or item.options
    said = tuple(part.text.say(language) for part in parts)
    return Stem(code, theme, item, item.text.say(language), said, kind.icon, kind.label, own, note)


def _gather_words(stem: Stem) -> str:
    return " ".join((stem.code, stem.theme, stem.text, stem.note, *stem.options)).casefold()
