"""What comes in about a SWOT: entries, how they meet, and the rounds that judge them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField, NounField
from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.path.actions.swot import add_entry, cross, edit_entry
from sciezka.rooms.path.actions.swot_rounds import AskValues, ask_swot
from sciezka.rooms.path.models import Crossing, Quadrant, SwotEntry
from sciezka.rooms.path.models.swot import STRONGEST
from sciezka.rooms.path.queries.swot import Cell
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.models import Process, Team

LONGEST_ABOUT = 4000
LATEST_VERSION = 2**31 - 1
VALUE_WORDS = {
    2: _("+2 – helps the town much"),
    1: _("+1 – helps a little"),
    0: _("0 – nothing comes of it"),
    -1: _("−1 – harms a little"),
    -2: _("−2 – harms the town much"),
}


class ProposalForm(forms.Form):
    """What a member tells of a proposed entry beside its sentence."""

    title_label = _("Entry")
    title_help = _("One thing in one sentence, as concrete as you can.")
    has_text = True

    quadrant = forms.ChoiceField(
        label=_("Quadrant"),
        choices=[("", _("– choose –")), *Quadrant.choices],
        help_text=_("Strengths and weaknesses lie in the town’s own power; opportunities and threats come from outside."),
    )


class AddForm(forms.Form):
    """A new entry of a quadrant."""

    text = forms.CharField(max_length=300)
    quadrant = forms.ChoiceField(choices=Quadrant.choices)

    def save(self, actor: User, process: Process) -> SwotEntry:
        """Add it."""
        return add_entry(actor=actor, process=process, **self.cleaned_data)


class TakeForm(forms.Form):
    """A proposal as somebody worded it anew; empty takes it as it was made."""

    text = forms.CharField(required=False, max_length=300)

    def clean_text(self) -> str:
        """Fold the text into one line."""
        return " ".join(self.cleaned_data["text"].split())


class DeclineForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(required=False, max_length=2000)


class EntryForm(forms.Form):
    """What an entry says, with the version that was read."""

    text = forms.CharField(label=_("Entry"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=[("", _("not said")), *Dimension.choices])
    about = forms.CharField(
        label=_("Remarks"), required=False, max_length=LONGEST_ABOUT, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST_VERSION)

    def __init__(self, entry: SwotEntry, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={name: getattr(entry, name) for name in ("text", "dimension", "about", "version")})
        self.entry = entry
        # What the other person said, when both have changed the same.
        self.standing: SwotEntry | None = None

    def clean_text(self) -> str:
        """Fold the text into one line."""
        return " ".join(self.cleaned_data["text"].split())

    def save(self, actor: User) -> bool:
        """Change the entry; where somebody else has, keep both texts."""
        said = dict(self.cleaned_data)
        try:
            edit_entry(actor=actor, entry=self.entry, version=said.pop("version"), said=said)
        except Conflict as conflict:
            self.standing = conflict.standing
            self.add_error(None, conflict)
            return False
        return True


class CrossingForm(forms.Form):
    """What comes of it when two entries meet, with the version that was read."""

    value = forms.TypedChoiceField(
        label=_("What comes of it for the town"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        choices=[*((str(value), words) for value, words in VALUE_WORDS.items()), ("", _("not judged"))],
    )
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=LONGEST_ABOUT, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LATEST_VERSION)

    def __init__(self, cell: Cell, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        held = cell.crossing
        initial = {"value": str(held.value) if held else "", "reason": held.reason if held else ""}
        super().__init__(data, initial={**initial, "version": held.version if held else 0})
        self.cell = cell
        self.standing: Crossing | None = None

    def save(self, actor: User) -> bool:
        """Keep it; where somebody else has said something else, keep both."""
        try:
            cross(actor=actor, inner=self.cell.inner.entry, outer=self.cell.outer.entry, **self.cleaned_data)
        except Conflict as conflict:
            self.standing = conflict.standing
            self.add_error(None, conflict)
            return False
        return True


assert set(VALUE_WORDS) == set(range(-STRONGEST, STRONGEST + 1))  # noqa: S101 - each value of the model has its words


class AskForm(forms.Form):
    """Which team judges the SWOT, and from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    team = NounField(
        label=_("Team"),
        queryset=Team.objects.none(),
        empty_label=_("– choose –"),
        help_text=_("Two teams are asked by two rounds; the position shows each of them and what they come to together."),
    )
    way = forms.ChoiceField(
        label=_("What the team does"),
        widget=forms.RadioSelect,
        choices=[
            ("judge", _("judges the entries that stand now")),
            ("collect", _("first adds entries of its own, then judges all of them")),
        ],
        initial="judge",
    )
    collects_until = MomentField(label=_("Entries are collected until"), required=False)
    opens_at = MomentField(
        label=_("Judging opens"),
        required=False,
        help_text=_("Left empty, it opens once the proposals are sorted, or at the launch where none are collected."),
    )
    closes_at = MomentField(label=_("Judging closes"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"title": _("SWOT: weights and ratings")})
        self.process = process
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Round | None:
        """Prepare the round; when it can't be, say why on the form."""
        given = dict(self.cleaned_data)
        values = AskValues(collects=given.pop("way") == "collect", **given)
        try:
            return ask_swot(actor=actor, process=self.process, values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
