"""What comes in about items: a pasted list, a file, one item, and the sorting of proposals."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.core.namesakes import fold_letters
from sciezka.core.series.table import SeriesProblem
from sciezka.core.series.tables.mapped import read_grid
from sciezka.core.series.tables.text import read_letters
from sciezka.kit.forms import NounsField
from sciezka.kit.uploads import MEGABYTE, CheckedFileField
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import (
    MOST_ITEMS,
    ItemValues,
    add_items,
    edit_item,
    leave_out,
    merge_proposals,
)
from sciezka.rooms.rounds.models import Item, Proposal, Round

Data = Mapping[str, Any] | None
COLUMNS = ("code", "title", "text", "group")
LENGTHS = {"code": 20, "title": 300, "text": 4000, "group": 160}
# How the columns of a file may be called, without diacritics.
HEADINGS = {
    "code": "code", "kod": "code", "symbol": "code", "nr": "code", "no": "code", "lp": "code",
    "title": "title", "tytul": "title", "nazwa": "title", "name": "title", "item": "title", "pozycja": "title",
    "text": "text", "opis": "text", "objasnienie": "text", "description": "text", "explanation": "text",
    "group": "group", "grupa": "group", "dzial": "group", "obszar": "group",
}  # fmt: skip


class ItemsForm(forms.Form):
    """Many items at once: one in a line, or a file."""

    pasted = forms.CharField(
        label=_("Items, one in a line"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Rows copied from a sheet keep their columns: code, title, explanation, group."),
    )  # fmt: skip
    file = CheckedFileField(
        label=_("or a file"), required=False, allowed=frozenset({"csv", "txt", "xlsx"}), max_bytes=2 * MEGABYTE,
        help_text=_("CSV or XLSX with the columns code, title, text and group; only the title is needed."),
    )  # fmt: skip

    def __init__(self, round_: Round, data: Data = None, files: Any = None) -> None:  # noqa: ANN401 - Django's files
        super().__init__(data, files)
        self.round = round_

    def clean(self) -> dict[str, Any]:
        """Read the rows of both."""
        if self.errors:
            return self.cleaned_data
        rows: list[ItemValues] = []
        for name, read in (("pasted", self.read_pasted), ("file", self.read_file)):
            try:
                rows += read()
            except ValidationError as problem:
                self.add_error(name, problem)
        if not rows and not self.errors:
            raise ValidationError(_("Paste items or choose a file."), code="empty")
        self.cleaned_data["items"] = rows
        return self.cleaned_data

    def read_pasted(self) -> list[ItemValues]:
        """Read lines; a line with tabs is a row of a sheet."""
        lines = [line for line in self.cleaned_data.get("pasted", "").splitlines() if line.strip()]
        if any("\t" in line.strip() for line in lines):
            return read_table([line.split("\t") for line in lines])
        return read_table([["", line] for line in lines])

    def read_file(self) -> list[ItemValues]:
        """Read the rows of a file."""
        uploaded = self.cleaned_data.get("file")
        if uploaded is None:
            return []
        data = uploaded.read()
        try:
            rows = read_grid(data, None if data.startswith(b"PK\x03\x04") else read_letters(data))
        except SeriesProblem as problem:
            said = _("This file can't be read. Save it as CSV (UTF-8) or XLSX and choose it once more.")
            raise ValidationError(said, code="unread") from problem
        return read_table([row.cells for row in rows])

    def save(self, actor: User) -> list[Item]:
        """Add the items."""
        return add_items(actor=actor, round=self.round, items=self.cleaned_data["items"])


def read_table(rows: Sequence[Sequence[str]]) -> list[ItemValues]:
    """Read rows of cells as items; a first row of known headings says which column is what."""
    if not rows:
        return []
    heads = [HEADINGS.get(fold_letters(cell).strip(" .:")) for cell in rows[0]]
    body, order = rows, list(COLUMNS)
    if "title" in heads and len({head for head in heads if head}) == len([head for head in heads if head]):
        body, order = rows[1:], [head or "" for head in heads]
    elif max(map(len, rows)) == 1:
        order = ["title"]
    if len(body) > MOST_ITEMS:
        raise ValidationError(gettext("A round holds at most %(most)s items.") % {"most": MOST_ITEMS}, code="many")
    items = []
    for cells in body:
        values: dict[str, Any] = {name: " ".join(cell.split()) for name, cell in zip(order, cells, strict=False) if name}
        if not any(values.values()):
            continue
        if not values.get("title"):
            said = gettext("A row has no title: “%(row)s”.") % {"row": " ".join(values.values())[:80]}
            raise ValidationError(said, code="title")
        for name, value in values.items():
            if len(value) > LENGTHS[name]:
                said = gettext("This is too long (%(most)s signs at most): “%(start)s…”.")
                raise ValidationError(said % {"most": LENGTHS[name], "start": value[:60]}, code="long")
        items.append(ItemValues(**values))
    return items


class ItemForm(forms.Form):
    """One item."""

    code = forms.CharField(label=_("Code"), max_length=20, required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    text = forms.CharField(label=_("Explanation"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    group = forms.CharField(
        label=_("Group"), max_length=160, required=False, help_text=_("Items of one group are shown together.")
    )

    def __init__(self, item: Item, data: Data = None) -> None:
        super().__init__(data, initial={name: getattr(item, name) for name in self.base_fields})
        self.item = item

    def save(self, actor: User) -> Item:
        """Change the item."""
        values = ItemValues(**self.cleaned_data, descriptors=self.item.descriptors)
        return edit_item(actor=actor, item=self.item, values=values)


class MergeForm(forms.Form):
    """Ticked proposals and their common title."""

    proposals = NounsField(Proposal.objects.none(), error_messages={"required": _("Tick the proposals to merge.")})
    title = forms.CharField(label=_("Common title"), max_length=300)

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data)
        self.round = round_
        self.fields["proposals"].queryset = round_.proposals.all()  # type: ignore[attr-defined]

    def save(self, actor: User) -> Item:
        """Merge them."""
        return merge_proposals(actor=actor, round=self.round, **self.cleaned_data)


class LeaveOutForm(forms.Form):
    """Why a proposal is left out."""

    reason = forms.CharField(
        label=_("Left out because"),
        max_length=300,
        help_text=_("Its author will read it, for example: it lies outside the city's tasks."),
    )

    def __init__(self, proposal: Proposal, data: Data = None) -> None:
        super().__init__(data)
        self.proposal = proposal

    def save(self, actor: User) -> bool:
        """Leave it out."""
        leave_out(actor=actor, proposal=self.proposal, reason=self.cleaned_data["reason"])
        return True
