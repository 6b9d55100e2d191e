"""Options and rows of a question, one line of the form for each; a line's code stays when its words change."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.rooms.questions.forms.widgets import FigureField, PlainSelect

Stored = dict[str, Any]
CODE: Final = re.compile(r"[A-Za-z0-9_]{1,40}")
STEP: Final = re.compile(r"([or])-([0-9]{1,3})-(up|down|drop)")
# Marks that stand before pasted lines: bullets, dashes, numbers and letters of a list.
BULLET: Final = re.compile(r"^\s*(?:[-–—•*▪◦☐□○]|\(?[0-9]{1,2}[.)]|\(?[a-zA-Z][.)])\s+")
FLAGS: Final = ("exclusive", "own_words", "missing", "fixed")
MOST_PASTED: Final = 200
BLANK: Final = 2


class LineForm(forms.Form):
    """What options and rows share."""

    # The code as it was when the line was read: by it the rest of what is stored is found again.
    was = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    code = forms.CharField(
        required=False,
        max_length=40,
        label=gettext_lazy("Code"),
        widget=forms.TextInput(attrs={"class": "short", "spellcheck": "false", "autocapitalize": "none"}),
    )
    text = forms.CharField(required=False, max_length=2000, label=gettext_lazy("Words"))
    drop = forms.BooleanField(required=False, label=gettext_lazy("Remove"))

    def clean_code(self) -> str:
        """Refuse a code that could not stand in a file of answers."""
        code: str = self.cleaned_data["code"]
        if code and not CODE.fullmatch(code):
            raise forms.ValidationError(_("A code has letters without marks, digits and underscores, 40 at most."))
        return code

    @property
    def is_blank(self) -> bool:
        """Tell whether the line holds nothing, as the spare lines at the end do."""
        return not self.cleaned_data.get("was") and not any(
            self.cleaned_data.get(name) for name in ("text", "right", "code", "value")
        )


class OptionForm(LineForm):
    """One answer that may be chosen."""

    value = FigureField(label=gettext_lazy("Value on the scale"))
    exclusive = forms.BooleanField(required=False, label=gettext_lazy("Takes all others off (“none of these”)"))
    own_words = forms.BooleanField(required=False, label=gettext_lazy("Asks for own words (“other, which”)"))
    missing = forms.BooleanField(required=False, label=gettext_lazy("Left out of means (“hard to say”)"))
    fixed = forms.BooleanField(required=False, label=gettext_lazy("Keeps its place when the order is drawn"))
    skip_to = forms.ChoiceField(required=False, label=gettext_lazy("Then go to"), widget=PlainSelect)

    def __init__(self, *args: Any, targets: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        skip = self.fields["skip_to"]
        known = list(targets or [])
        held = self.initial.get("skip_to", "")
        if held and held not in dict(known):
            known.append((held, held))
        skip.choices = [("", _("the next page")), *known]  # type: ignore[attr-defined]


class RowForm(LineForm):
    """One line of a table of ratings, or a pair of opposite words."""

    right = forms.CharField(required=False, max_length=2000, label=gettext_lazy("The opposite word"))


class Lines(forms.BaseFormSet):  # type: ignore[type-arg]
    """The lines of one question."""

    def __init__(self, stored: list[Stored], language: str, data: Mapping[str, Any] | None, **kwargs: Any) -> None:  # noqa: ANN401
        self.stored = stored
        self.language = language
        super().__init__(data, initial=[read_line(line, language) for line in stored], **kwargs)

    def give(self, step: str = "", pasted: str = "") -> list[Stored]:
        """Give the lines as they are to be stored.

        Args:
            step: a button's word, such as ``o-2-up``, where one was pressed.
            pasted: further lines, one in each line of a text.
        """
        known = {line["code"]: line for line in self.stored}
        kept = [line for line in self.forms if not line.is_blank]
        given: list[Stored | None] = []
        for line in kept:
            values = line.cleaned_data
            stored = write_line(known.get(values["was"], {}), values, self.language)
            given.append(None if values["drop"] else stored)
        order = self._take_step(given, step)
        lines = [line for line in order if line is not None]
        lines += [{"text": {self.language: words}} for words in split_pasted(pasted)]
        return name_lines(lines, letter="a" if self.prefix == "o" else "r")

    def _take_step(self, given: list[Stored | None], step: str) -> list[Stored | None]:
        found = STEP.fullmatch(step)
        if not found or found[1] != self.prefix:
            return given
        place = int(found[2])
        if place >= len(given):
            return given
        if found[3] == "drop":
            return [*given[:place], *given[place + 1 :]]
        other = place + (-1 if found[3] == "up" else 1)
        if 0 <= other < len(given):
            given[place], given[other] = given[other], given[place]
        return given

    @property
    def problems(self) -> list[tuple[forms.BoundField, str]]:
        """List what is wrong, line by line."""
        return [
            (line[name], said)
            for line in self.forms
            for name, errors in line.errors.items()
            for said in errors
            if name in line.fields
        ]


OptionLines = cast(
    "type[Lines]",
    forms.formset_factory(OptionForm, formset=Lines, extra=BLANK, max_num=500, absolute_max=510, validate_max=True),
)
RowLines = cast(
    "type[Lines]",
    forms.formset_factory(RowForm, formset=Lines, extra=BLANK, max_num=200, absolute_max=210, validate_max=True),
)


def read_line(line: Stored, language: str) -> dict[str, Any]:
    """Read a stored line as the values of its form."""
    words = {name: line.get(name, {}).get(language, "") for name in ("text", "right")}
    return {**line, **words, "was": line["code"]}


def write_line(stored: Stored, values: Mapping[str, Any], language: str) -> Stored:
    """Write a line's form over what is stored, leaving other languages and everything the form does not show."""
    line: Stored = {**stored, "code": values["code"] or values["was"]}
    for name in ("text", "right"):
        if name in values:
            line[name] = set_words(stored.get(name, {}), language, values[name])
    if "value" in values:
        line["value"] = values["value"]
        line.update({flag: values[flag] for flag in FLAGS})
        line["skip_to"] = values["skip_to"]
    return line


def set_words(text: Mapping[str, str], language: str, words: str) -> dict[str, str]:
    """Set a text's words in one language; none takes the language out."""
    others = {key: value for key, value in text.items() if key != language}
    return {**others, language: words} if words else others


def name_lines(lines: Iterable[Stored], letter: str) -> list[Stored]:
    """Give each line without a code, or with one that was met before, the next free one."""
    lines = list(lines)
    taken = {line["code"] for line in lines if line.get("code")}
    met: set[str] = set()
    number = 0
    for line in lines:
        if not line.get("code") or line["code"] in met:
            while not number or f"{letter}{number}" in taken:
                number += 1
            line["code"] = f"{letter}{number}"
            taken.add(line["code"])
        met.add(line["code"])
    return lines


def split_pasted(pasted: str) -> list[str]:
    """Split a pasted list into its lines, without bullets and numbers before them."""
    lines = (BULLET.sub("", line).strip() for line in pasted.splitlines())
    return [line[:2000] for line in lines if line][:MOST_PASTED]


def find_renamed(lines: Lines) -> dict[str, str]:
    """Find the lines whose codes were written anew: their old codes with the new ones."""
    values = (line.cleaned_data for line in lines.forms if not line.is_blank)
    return {one["was"]: one["code"] for one in values if one["was"] and one["code"] and one["was"] != one["code"]}
