"""What comes in about factors: new ones, changes, merging, and the choice of the core set."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sciezka.core.namesakes import find_namesakes, fold_name
from sciezka.core.priorities import cut_votes
from sciezka.kit.forms import NounField, NounsField
from sciezka.kit.refusals import SharedForm, attempt
from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.path.actions.factors import (
    LONGEST_NAME,
    FactorValues,
    add_factors,
    choose_core,
    edit_factor,
    merge_factors,
    take_off_factor,
)
from sciezka.rooms.path.models import CoreChoice, Factor
from sciezka.rooms.path.queries.factors import standing_factors
from sciezka.rooms.path.queries.factors_rounds import Vote
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.kalendarium import events_of, tell_event

MOST_LINES: Final = 100
LONGEST_ABOUT: Final = 4000
# What people put before the lines of a list that they paste.
_MARK: Final = re.compile(r"^\s*(?:[-–—•*·]|\d{1,3}[.)])\s+")
DIMENSIONS: Final = [("", _("not said")), *Dimension.choices]


class ProposalForm(forms.Form):
    """What a member tells of a factor beside its name."""

    title_label = _("Factor")
    title_help = _("A few words that name what changes, not the solution: “availability of flats for rent”.")
    has_text = True

    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=DIMENSIONS)


class AddForm(forms.Form):
    """Factors typed or pasted, one in a line; what looks like one on the list is asked about first."""

    names = forms.CharField(
        label=_("Factors, one in a line"),
        max_length=MOST_LINES * (LONGEST_NAME + 20),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("A list pasted from a document will do: dashes and numbers before the lines are left out."),
    )
    dimension = forms.ChoiceField(
        label=_("Dimension"), required=False, choices=DIMENSIONS, help_text=_("Of all these; it can be changed one by one.")
    )

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.process = process
        self.asked = set(data.getlist("asked")) if data else set()
        self.despite = set(data.getlist("despite")) if data else set()
        # Lines that probably mean what stands on the list already, with what they are like.
        self.alike: list[tuple[str, str, bool]] = []
        self.skipped = 0

    def clean_names(self) -> list[str]:
        """Read the lines; the very same as on the list, or given twice, is left out."""
        lines = (" ".join(_MARK.sub("", line).split()) for line in self.cleaned_data["names"].splitlines())
        known = {fold_name(factor.name) for factor, _node in standing_factors(self.process)}
        given = [line for line in lines if line]
        fresh: dict[str, str] = {}
        for line in given:
            key = fold_name(line)
            if key and key not in known:
                fresh.setdefault(key, line)
        self.skipped = len(given) - len(fresh)
        if len(fresh) > MOST_LINES:
            raise ValidationError(_("At most %(most)s at once.") % {"most": MOST_LINES}, code="many")
        if long := next((line for line in fresh.values() if len(line) > LONGEST_NAME), None):
            said = _("A name has at most %(most)s signs: “%(line)s…”") % {"most": LONGEST_NAME, "line": long[:60]}
            raise ValidationError(said, code="long")
        if not fresh:
            raise ValidationError(_("All of these stand on the list already."), code="known")
        return list(fresh.values())

    def clean(self) -> dict[str, Any]:
        """Ask about lines that look like another, unless it was asked already."""
        names = self.cleaned_data.get("names")
        if names:
            known = [factor.name for factor, _node in standing_factors(self.process)]
            alike = find_alike(known, names)
            if any(line not in self.asked for line in alike):
                self.alike = [(line, other, line in self.despite) for line, other in alike.items()]
                count = len(alike)
                said = ngettext(
                    "One line looks like another factor. Say below what is to be done with it.",
                    "%(count)s lines look like other factors. Say below what is to be done with them.",
                    count,
                )
                raise ValidationError(said % {"count": count}, code="alike")
            self.cleaned_data["names"] = [line for line in names if line not in alike or line in self.despite]
            self.skipped += len(names) - len(self.cleaned_data["names"])
        return self.cleaned_data

    def save(self, actor: User) -> list[Factor] | None:
        """Put them on the list; when they can't be, say why on the form."""
        said = self.cleaned_data
        try:
            return add_factors(actor=actor, process=self.process, names=said["names"], dimension=said["dimension"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


def find_alike(known: list[str], names: list[str]) -> dict[str, str]:
    """Find the names that probably mean the same as one known, or as one given before, and which that is."""
    every = [*known, *names]
    found: dict[str, str] = {}
    for group in find_namesakes(every):
        first, *rest = group.places
        found |= {every[place]: every[first] for place in rest if place >= len(known)}
    return found


class FactorForm(SharedForm):
    """What a factor says, with the version that was read."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    about = forms.CharField(
        label=_("What is meant by it"), required=False, max_length=LONGEST_ABOUT, widget=forms.Textarea(attrs={"rows": 4})
    )
    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=DIMENSIONS)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31)

    def __init__(self, factor: Factor, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        names = ("name", "about", "dimension", "version")
        super().__init__(data, initial={name: getattr(factor, name) for name in names})
        self.factor = factor

    def save(self, actor: User) -> Factor | None:
        """Change what it says; where somebody else has, keep both texts and go by the newer version from now on."""
        said = dict(self.cleaned_data)
        version = said.pop("version")
        return attempt(self, edit_factor, actor=actor, factor=self.factor, version=version, values=FactorValues(**said))


class OffForm(forms.Form):
    """Why a factor is taken off the list."""

    reason = forms.CharField(
        label=_("Why it is taken off"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stays readable below the list, and can be put back with its code and ties."),
    )

    def save(self, actor: User, factor: Factor) -> None:
        """Take it off."""
        take_off_factor(actor=actor, factor=factor, reason=self.cleaned_data["reason"])


class MergeForm(forms.Form):
    """Which factor means the same."""

    other = forms.TypedChoiceField(label=_("Which factor means the same"), coerce=int)

    def __init__(self, factor: Factor, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.factor = factor
        self.rows = {row.pk: row for row, _node in standing_factors(factor.process) if row.pk != factor.pk}
        choices = [("", _("– choose –")), *((str(key), row.name) for key, row in self.rows.items())]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]

    def save(self, actor: User) -> Factor | None:
        """Merge them; when they can't be, say why on the form."""
        try:
            return merge_factors(actor=actor, kept=self.factor, other=self.rows[self.cleaned_data["other"]])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class CoreForm(forms.Form):
    """Which factors are chosen, on what vote it rests, where it was decided and why."""

    factors = NounsField(queryset=Factor.objects.none(), label=_("Core factors"), widget=forms.CheckboxSelectMultiple)
    round = NounField(Round.objects.none(), label=_("Vote that it rests on"), required=False, empty_label=_("none"))
    event = NounField(
        Event.objects.none(), label=_("Where it was decided"), required=False, empty_label=_("not said"), say=tell_event
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say also why the choice departs from the votes, if it does."),
    )

    def __init__(
        self, process: Process, votes: Iterable[Vote], chosen: Iterable[int], data: Any = None  # noqa: ANN401
    ) -> None:  # fmt: skip
        listed = list(votes)
        initial: dict[str, Any] = {"factors": list(chosen), "round": listed[0].round.pk if listed else None}
        super().__init__(data, initial=initial)
        self.process = process
        standing = [factor.pk for factor, _node in standing_factors(process)]
        self.fields["factors"].queryset = Factor.objects.filter(pk__in=standing)  # type: ignore[attr-defined]
        rounds = Round.objects.filter(pk__in=[vote.round.pk for vote in listed])
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        if not listed:
            del self.fields["round"]
        self.fields["event"].queryset = events_of(process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> CoreChoice | None:
        """Record the choice; when it can't be, say why on the form."""
        try:
            return choose_core(actor=actor, process=self.process, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


def propose_core(vote: Vote | None) -> frozenset[int]:
    """Propose what to choose: what a meeting agreed, else what the votes give a place without doubt."""
    if vote is None:
        return frozenset()
    return vote.agreed or frozenset(cut_votes(vote.votes, vote.places).sure)
