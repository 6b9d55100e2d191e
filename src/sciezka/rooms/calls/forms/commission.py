"""What comes in about a commission: pledges, declarations, sittings and reminders."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import FIRST_YEAR, LAST_YEAR, NounField, read_number
from sciezka.kit.refusals import SharedForm, attempt, carry_out
from sciezka.rooms.calls.actions.commission import (
    SittingValues,
    declare,
    edit_sitting,
    lift_recusal,
    make_pledge,
    word_pledge,
    write_sitting,
)
from sciezka.rooms.calls.models import Call, Declaration, Pledge, Sitting, Submission
from sciezka.rooms.calls.queries.commission import digest_words, read_refs, to_declare, words_of_pledge
from sciezka.rooms.calls.queries.members import list_members
from sciezka.rooms.people.models import User
from sciezka.rooms.people.queries import names_of

LONGEST_REASON: Final = 300


class PledgeForm(forms.Form):
    """The pledge in the words that were read."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=16)
    agree = forms.BooleanField(
        label=_("I make this pledge"), error_messages={"required": _("Tick that you make the pledge.")}
    )

    def __init__(self, call: Call, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        self.words = words_of_pledge(call)
        super().__init__(data, initial={"digest": digest_words(self.words)})
        self.call = call

    def save(self, actor: User) -> Pledge | None:
        """Make the pledge; when it can't be, say why on the form."""
        made = attempt(self, make_pledge, actor=actor, call=self.call, digest=self.cleaned_data["digest"])
        if made is None:
            self.data = {"digest": digest_words(self.words)}
        return made


class WordsForm(forms.Form):
    """The words of the pledge."""

    words = forms.CharField(
        label=_("Words of the pledge"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_(
            "Left empty, the shipped words stand. Once the first member has made the pledge, they can't be changed."
        ),
    )

    def __init__(self, call: Call, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"words": words_of_pledge(call)})
        self.call = call

    def save(self, actor: User) -> bool:
        """Word the pledge; tell whether it could be done."""
        return carry_out(self, word_pledge, actor=actor, call=self.call, words=self.cleaned_data["words"])


@dataclass(slots=True)
class DeclareRow:
    """One submission on the list of declarations."""

    submission: Submission
    declared: Declaration | None
    ticked: bool = False
    why: str = ""
    error: str = ""

    @property
    def is_away(self) -> bool:
        """Tell whether the member stepped aside before."""
        return self.declared is not None and self.declared.stance == Declaration.Stance.CONFLICT


class DeclareForm:
    """Declarations about all submissions at once: no ties to any, but for those that are ticked and explained."""

    def __init__(self, call: Call, user: User, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        self.call, self.user, self.data = call, user, data
        said = {one.submission_id: one for one in Declaration.objects.filter(user=user, submission__call=call)}
        self.rows = [DeclareRow(one, said.get(one.pk)) for one in to_declare(call)]
        self.problem = ""
        if data is not None:
            self._read(data)

    def _read(self, data: Any) -> None:  # noqa: ANN401 - a QueryDict
        seen = {read_number(key) for key in data.getlist("seen")}
        self.seen = [row.submission.pk for row in self.rows if row.submission.pk in seen]
        for row in self.rows:
            if row.is_away or row.submission.pk not in seen:
                continue
            key = row.submission.pk
            row.why = " ".join(str(data.get(f"why-{key}", "")).replace("\x00", "").split())[: LONGEST_REASON + 1]
            row.ticked = f"tie-{key}" in data or bool(row.why)
            if row.ticked and not row.why:
                row.error = gettext("Say what ties you to the applicant, in a few words.")
            elif len(row.why) > LONGEST_REASON:
                row.error = gettext("Write at most %s signs.") % LONGEST_REASON

    @property
    def waiting(self) -> int:
        """Count the submissions that the member has not declared about."""
        return sum(row.declared is None for row in self.rows)

    @property
    def errors(self) -> list[DeclareRow]:
        """List the rows that are to be mended."""
        return [row for row in self.rows if row.error]

    def is_valid(self) -> bool:
        """Tell whether each tie is explained."""
        return self.data is not None and not self.errors

    def save(self) -> int | None:
        """Declare; tell from how many submissions the member stepped aside, or nothing when it could not be done."""
        ties = {row.submission.pk: row.why for row in self.rows if row.ticked}
        try:
            return declare(actor=self.user, call=self.call, read=self.seen, ties=ties)
        except ValidationError as refusal:
            self.problem = " ".join(refusal.messages)
        return None


class LiftForm(forms.Form):
    """Which recusal is lifted, and why."""

    declaration = NounField(Declaration.objects.none(), label=_("Recusal"), widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is lifted"), max_length=LONGEST_REASON)

    def __init__(self, call: Call, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        rows = Declaration.objects.filter(submission__call=call, stance=Declaration.Stance.CONFLICT)
        self.fields["declaration"].queryset = rows.select_related("submission__call")  # type: ignore[attr-defined]

    def save(self, actor: User) -> bool:
        """Lift it; tell whether it could be done."""
        return carry_out(self, lift_recusal, actor=actor, **self.cleaned_data)


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)

    def to_python(self, value: Any) -> dt.date | None:  # noqa: ANN401 - Django's signature
        """Read the day; one in a year that no office plans for is a slip of the hand."""
        day = super().to_python(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class SittingForm(SharedForm):
    """A sitting of the commission."""

    day = DayField(label=_("Day"))
    where = forms.CharField(label=_("Where"), max_length=160, required=False)
    present = forms.MultipleChoiceField(label=_("Who is there"), required=False, widget=forms.CheckboxSelectMultiple)
    notes = forms.CharField(
        label=_("What was settled"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("It goes into the protocol in these words."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    def __init__(self, call: Call, sitting: Sitting | None = None, data: Any = None) -> None:  # noqa: ANN401
        names = ("day", "where", "present", "notes", "version")
        super().__init__(data, initial={name: getattr(sitting, name) for name in names} if sitting else None)
        self.call, self.sitting = call, sitting
        # What stands now, where somebody else has changed it meanwhile.
        people = {str(one.user.ref): f"{one.user}, {one.label}" for one in list_members(call)}
        if sitting:
            # Whoever was there then stays on the list, also when their term is over.
            gone = names_of(ref for ref in read_refs(sitting.present) if str(ref) not in people)
            people |= {str(ref): name for ref, name in gone.items()}
        self.fields["present"].choices = list(people.items())  # type: ignore[attr-defined]

    def save(self, actor: User) -> Sitting | None:
        """Write it down; when it can't be, say why on the form."""
        said = {**self.cleaned_data, "present": tuple(self.cleaned_data["present"])}
        version, values = said.pop("version"), SittingValues(**said)
        if self.sitting is None:
            return attempt(self, write_sitting, actor=actor, call=self.call, values=values)
        return attempt(self, edit_sitting, actor=actor, sitting=self.sitting, values=values, version=version or 0)
