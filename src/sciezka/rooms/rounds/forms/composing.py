"""What comes in when a round is composed: its question, terms, dates and scales."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.rounds import (
    RoundValues,
    edit_round,
    launch_round,
    make_round,
    read_values,
    reschedule,
    start_wave,
)
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.purposes import all_purposes
from sciezka.rooms.rounds.scales import as_stored, find_scale, shipped_scales
from sciezka.rooms.town.models import Process

Data = Mapping[str, Any] | None
LONGEST_GUIDANCE = 10_000
MOST_SCALES = 8
LAST_HOUR = 15
OFFERED_DAYS = 7
OWN_SCALE = "own"
CROSS_IMPACT = "cross-impact"


class QuestionForm(forms.Form):
    """What is asked, and how an answer looks."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Participants see it in letters and lists."))
    question = forms.CharField(
        label=_("Question"), max_length=500, required=False,
        help_text=_("One sentence that is asked about every item, for example: How important is it for the city?"),
    )  # fmt: skip
    purpose = forms.ChoiceField(label=_("What for"))
    kind = forms.ChoiceField(
        label=_("Kind of answer"), widget=forms.RadioSelect, initial=Round.Kind.RATING,
        choices=(
            (Round.Kind.RATING, _("rating – each item gets a level on one or more scales")),
            (Round.Kind.RANKING, _("ranking – items are put in order")),
            (Round.Kind.PICK, _("choice of a few – at most so many items are chosen")),
            (Round.Kind.MATRIX, _("matrix – the impact of each item on each other one")),
        ),
    )  # fmt: skip
    most_picks = forms.IntegerField(
        label=_("At most how many may be chosen"), required=False, min_value=1, max_value=100,
        help_text=_("Only for a choice of a few."),
    )  # fmt: skip
    guidance = forms.CharField(
        label=_("Guidance"), required=False, max_length=LONGEST_GUIDANCE, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What to keep in mind while answering, where to look. Shown above the items."),
    )  # fmt: skip
    asks_reason = forms.BooleanField(label=_("A reason may be added to each answer"), required=False)

    def __init__(self, process: Process, round_: Round | None, data: Data = None) -> None:
        names = ("title", "question", "purpose", "kind", "most_picks", "guidance", "asks_reason")
        initial = {name: getattr(round_, name) for name in names} if round_ else {"asks_reason": True, "purpose": "general"}
        super().__init__(data, initial=initial)
        self.process, self.round = process, round_
        self.choose_purposes()

    def choose_purposes(self) -> None:
        """Offer only purposes that any round may serve: a room with a result of its own begins its rounds itself."""
        plain = [(row.key, row.label) for row in all_purposes().values() if not (row.result or row.settle)]
        if len(plain) > 1 and (self.round is None or self.round.purpose in dict(plain)):
            self.fields["purpose"].choices = plain  # type: ignore[attr-defined]
        else:
            del self.fields["purpose"]

    def clean(self) -> dict[str, Any]:
        """Ask for the number of choices where it means something."""
        values = self.cleaned_data
        if values.get("kind") == Round.Kind.PICK and not values.get("most_picks") and "most_picks" not in self.errors:
            self.add_error("most_picks", ValidationError(_("Say how many items may be chosen."), code="required"))
        return values

    def save(self, actor: User) -> Round:
        """Prepare a round, or change it."""
        if self.round is None:
            return make_round(actor=actor, process=self.process, values=RoundValues(**self.cleaned_data))
        return edit_round(actor=actor, round=self.round, values=replace(read_values(self.round), **self.cleaned_data))


class TermsForm(forms.Form):
    """Who sees what, whether members propose items first, and from when to when."""

    is_blind = forms.BooleanField(
        label=_("Members do not see one another's answers until the end"), required=False,
        help_text=_("Nobody sees any answer before the end, the co-ordinator neither. Only how many have answered."),
    )  # fmt: skip
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"), required=False,
        help_text=_(
            "Nobody can tell who answered what, or who has not answered yet. The result is shown from five sheets on."
        ),
    )  # fmt: skip
    collects = forms.BooleanField(
        label=_("Members propose items first"), required=False,
        help_text=_("You then merge what means the same, and answering begins."),
    )  # fmt: skip
    collects_until = MomentField(label=_("Proposals until"), required=False)
    opens_at = MomentField(
        label=_("Answering opens"), required=False, help_text=_("Empty: at the launch, or once proposals are sorted.")
    )
    closes_at = MomentField(
        label=_("Answering closes"), required=False, help_text=_("Where members propose first, it may be set later.")
    )
    reminds_days = forms.TypedChoiceField(
        label=_("Reminder before the end"), coerce=int,
        choices=(
            (0, _("none")), (1, _("a day before")), (2, _("two days before")), (3, _("three days before")),
            (7, _("a week before")),
        ),
    )  # fmt: skip

    def __init__(self, round_: Round, data: Data = None) -> None:
        initial: dict[str, Any] = {name: getattr(round_, name) for name in self.base_fields}
        if round_.closes_at is None:
            initial["closes_at"] = offer_end()
        super().__init__(data, initial=initial)
        self.round = round_
        if round_.reminds_days not in dict(self.fields["reminds_days"].choices):  # type: ignore[attr-defined]
            self.fields["reminds_days"].choices += [(round_.reminds_days, str(round_.reminds_days))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse dates in a wrong order."""
        values = self.cleaned_data
        refuse_order(self, "opens_at", "closes_at", _("The end must come after the opening."))
        if values.get("collects"):
            refuse_order(self, "collects_until", "opens_at", _("Answering must open after proposals are collected."))
        elif "collects_until" in values:
            values["collects_until"] = None
        return values

    def save(self, actor: User) -> Round:
        """Change the terms of a round that was not launched."""
        return edit_round(actor=actor, round=self.round, values=replace(read_values(self.round), **self.cleaned_data))


class DatesForm(forms.Form):
    """The dates of a launched round that can still be moved."""

    collects_until = MomentField(label=_("Proposals until"), required=False)
    opens_at = MomentField(label=_("Answering opens"), required=False)
    closes_at = MomentField(label=_("Answering closes"), required=False)

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data, initial={name: getattr(round_, name) for name in self.base_fields})
        self.round = round_
        phase = round_.phase
        if phase != Phase.COLLECTING:
            del self.fields["collects_until"]
        if phase == Phase.OPEN:
            del self.fields["opens_at"]

    def save(self, actor: User) -> Round:
        """Move the dates."""
        given = {"opens_at": self.round.opens_at, **self.cleaned_data}
        return reschedule(actor=actor, round=self.round, **given)


class WaveForm(forms.Form):
    """The next wave of a round."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Say which wave it is, to tell them apart in lists.")
    )
    opens_at = MomentField(label=_("Answering opens"), required=False, help_text=_("Empty: at the launch."))
    closes_at = MomentField(label=_("Answering closes"))

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data, initial={"title": round_.title, "closes_at": offer_end()})
        self.round = round_

    def save(self, actor: User) -> Round:
        """Prepare the wave."""
        return start_wave(actor=actor, round=self.round, **self.cleaned_data)


class ConfirmForm(forms.Form):
    """A step that is only confirmed; it carries what the action refuses."""


class LaunchForm(ConfirmForm):
    """The launch."""

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data)
        self.round = round_

    def save(self, actor: User) -> Round:
        """Launch."""
        return launch_round(actor=actor, round=self.round)


class NewScaleForm(forms.Form):
    """Adding a scale: a shipped one, or an empty one to fill in."""

    template = forms.ChoiceField(label=_("Add a scale"))

    def __init__(self, round_: Round, data: Data = None) -> None:
        super().__init__(data, initial={"template": CROSS_IMPACT} if round_.kind == Round.Kind.MATRIX else None)
        self.round = round_
        language, taken = get_language() or "pl", {row["key"] for row in round_.scales}
        shipped = [
            (row.key, f"{row.title.say(language)}, {row.levels[0].value}–{row.levels[-1].value}")
            for row in shipped_scales()
            if row.key not in taken
        ]
        self.fields["template"].choices = [*shipped, (OWN_SCALE, _("own scale"))]  # type: ignore[attr-defined]

    def save(self, actor: User) -> str:
        """Add the scale; gives its key."""
        if len(self.round.scales) >= MOST_SCALES:
            raise ValidationError(_("A round takes at most %(most)s scales.") % {"most": MOST_SCALES}, code="many")
        template = find_scale(self.cleaned_data["template"])
        language = self.round.process.workspace.language
        row = as_stored(template, language) if template else make_own_scale(self.round)
        values = replace(read_values(self.round), scales=(*self.round.scales, row))
        edit_round(actor=actor, round=self.round, values=values)
        return str(row["key"])


def make_own_scale(round_: Round) -> dict[str, Any]:
    """Begin a scale of five nameless levels."""
    taken = {row["key"] for row in round_.scales}
    key = next(key for number in range(1, MOST_SCALES + 2) if (key := f"skala-{number}") not in taken)
    levels = [{"value": value, "label": "", "descriptor": ""} for value in range(1, 6)]
    return {"key": key, "title": str(_("Own scale")), "levels": levels, "allows_unknown": True, "allows_na": False}


def offer_end() -> dt.datetime:
    """Offer an end a week from now, in the office's hours."""
    day = timezone.localtime() + dt.timedelta(days=OFFERED_DAYS)
    return day.replace(hour=LAST_HOUR, minute=0, second=0, microsecond=0)


def refuse_order(form: forms.Form, first: str, second: str, said: Any) -> None:  # noqa: ANN401 - a lazy text
    """Say at the second field that it comes before the first."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(second)
    if start and end and end <= start:
        form.add_error(second, ValidationError(said, code="order"))
