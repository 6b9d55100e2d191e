"""What comes in about people: who answers, and a pasted list of addresses."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.participants import add_people, check_address
from sciezka.rooms.rounds.actions.rounds import edit_round, read_values
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Team

Data = Mapping[str, Any] | None
# Words are parted first: a search for signs before an "@" would begin anew at each sign of a long word that has none.
_BETWEEN = re.compile(r"[\s<>;,]+")
MOST_LINES = 2000


class AudienceForm(forms.Form):
    """Who answers, before the launch."""

    audience = forms.ChoiceField(
        label=_("Who answers"), widget=forms.RadioSelect,
        choices=(
            (Round.Audience.TEAM, _("a team – its members at the moment of the launch")),
            (Round.Audience.LIST, _("people invited by e-mail – no account needed")),
            (Round.Audience.LINK, _("whoever has the link – for meetings and the open public")),
        ),
    )  # fmt: skip
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False, empty_label=_("choose a team"))

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data, initial={"audience": round_.audience, "team": round_.team_id})
        self.round = round_
        self.fields["team"].queryset = round_.process.teams.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the team where a team answers, and forget it elsewhere."""
        values = self.cleaned_data
        if values.get("audience") != Round.Audience.TEAM:
            values["team"] = None
        elif values.get("team") is None and "team" not in self.errors:
            self.add_error("team", ValidationError(_("Choose the team that answers."), code="required"))
        return values

    def save(self, actor: User) -> Round:
        """Change who answers."""
        return edit_round(actor=actor, round=self.round, values=replace(read_values(self.round), **self.cleaned_data))


class PeopleForm(forms.Form):
    """People to ask, one in a line."""

    people = forms.CharField(
        label=_("People, one in a line"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A name or function and an e-mail address, for example: Head of the library, head@library.example"),
    )  # fmt: skip

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data)
        self.round = round_

    def clean_people(self) -> list[tuple[str, str]]:
        """Read names and addresses; say which line has none."""
        rows: list[tuple[str, str]] = []
        problems: list[ValidationError] = []
        lines = [line for line in self.cleaned_data["people"].splitlines() if line.strip(" ,;\t")]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("There are too many lines."), code="many")
        for number, line in enumerate(lines, start=1):
            try:
                rows.append(read_person(line))
            except ValidationError:
                words = {"number": number, "line": line.strip()[:60]}
                said = gettext("Line %(number)s has no e-mail address that can be read: “%(line)s”.") % words
                problems.append(ValidationError(said, code="line"))
        if problems:
            raise ValidationError(problems)
        return rows

    def save(self, actor: User) -> int:
        """Add them."""
        return add_people(actor=actor, round=self.round, rows=self.cleaned_data["people"])


def read_person(line: str) -> tuple[str, str]:
    """Read one line: an address with or without a name around it."""
    found = next((word for word in _BETWEEN.split(line) if "@" in word[1:-1]), "")
    if not found:
        raise ValidationError("no address", code="line")
    address = found.strip(".\"'()[]")
    check_address(address)
    name = line.replace(found, " ")
    return " ".join(re.sub(r"[<>;,\t\"]+", " ", name).split())[:160], address
