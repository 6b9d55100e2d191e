"""What comes in while a call is prepared: a new one, and its parts one by one."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.figures import AmountField
from sciezka.kit.forms import MomentField, NounField, NounsField
from sciezka.kit.refusals import SharedForm
from sciezka.rooms.calls.actions.calls import NewCall, digest_part, edit_call, make_call, snap, take_form
from sciezka.rooms.calls.library import Form, Pattern
from sciezka.rooms.calls.models import Call
from sciezka.rooms.calls.queries.calls import list_goals
from sciezka.rooms.calls.queries.members import propose_quorum
from sciezka.rooms.calls.queries.public_call import find_label, say_value
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.town.models import Process, Team

Data = Any
LONGEST: Final = 40_000
SHIPPED: Final = "form:"
MOST_PEOPLE, MOST_DAYS, MOST_PLACES = 60, 90, 10_000
OPENS: Final = pgettext_lazy("a call", "Opens")
CLOSES: Final = pgettext_lazy("a call", "Closes")
OPENS_HELP: Final = _("Empty: at the moment when you announce it.")
CLOSES_HELP: Final = _(
    "To the second: what is sent at this moment or after it is late. It may be left open until the announcement."
)


# What a draft may lack and its announcement not, or not always: the same that ``queries.calls_ready`` asks for.
NEEDED_WHEN: Final[Mapping[str, Any]] = {
    "announcement": pgettext_lazy("a field", "needed for the announcement"),
    "closes_at": pgettext_lazy("a field", "needed for the announcement"),
    "questionnaire": pgettext_lazy("a field", "needed for the announcement"),
    "form": pgettext_lazy("a field", "needed for the announcement"),
    "places": pgettext_lazy("a field", "needed when the selection goes by places"),
    "budget": pgettext_lazy("a field", "needed when the selection goes by money"),
}


def mark_needed(form: forms.Form) -> None:
    """Say at each field that a draft may lack when it is needed."""
    for name in NEEDED_WHEN.keys() & form.fields.keys():
        form.fields[name].needed_when = NEEDED_WHEN[name]  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """A button pressed on purpose."""


class NewCallForm(forms.Form):
    """What a new call begins with."""

    title = forms.CharField(label=_("Title"), max_length=200)
    opens_at = MomentField(label=OPENS, required=False, help_text=OPENS_HELP)
    closes_at = MomentField(label=CLOSES, required=False, help_text=CLOSES_HELP)
    form = forms.ChoiceField(
        label=_("Form for applicants"), required=False, widget=forms.RadioSelect,
        help_text=_("A copy is put among your questionnaires; every question can be changed."),
    )  # fmt: skip

    def __init__(self, process: Process, pattern: Pattern, offered: list[Form], language: str, data: Data = None) -> None:
        super().__init__(data, initial={"title": pattern.title, "form": pattern.forms[0]})
        self.process, self.pattern = process, pattern
        mark_needed(self)
        choices = [(one.key, f"{one.title.say(language)}: {one.about.say(language)}") for one in offered]
        self.fields["form"].choices = [*choices, ("", _("I choose or write a form later"))]  # type: ignore[attr-defined]

    def save(self, actor: User) -> Call:
        """Make the call."""
        return make_call(actor=actor, process=self.process, pattern=self.pattern, values=NewCall(**self.cleaned_data))


class PartForm(SharedForm):
    """A part of a call that is changed together. Its fields are called as the call's."""

    # What is read with the form but is no field of the call.
    extra: ClassVar[frozenset[str]] = frozenset()

    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, call: Call, data: Data = None) -> None:
        self.call = call
        self.names = tuple(name for name in self.base_fields if name not in {"seen", *self.extra})
        super().__init__(data, initial={**self.read(), "seen": digest_part(call, self.names)})
        mark_needed(self)

    def read(self) -> dict[str, Any]:
        """Read the call into the form."""
        return {
            name: [goal.pk for goal in self.call.goals.all()] if name == "goals" else getattr(self.call, name)
            for name in self.names
        }

    def give(self, actor: User) -> dict[str, Any]:  # noqa: ARG002 - a part may make something
        """Give what the call is to say."""
        return {name: self.cleaned_data[name] for name in self.names if name != "goals"}

    def mark(self, standing: Call) -> dict[str, object]:
        """Give the sign of what the part says."""
        return {"seen": digest_part(standing, self.names)}

    def save(self, *, actor: User) -> Call:
        """Change the call."""
        goals = list(self.cleaned_data["goals"]) if "goals" in self.names else None
        seen = self.cleaned_data["seen"]
        # What a part makes besides goes with the change when that is refused.
        with transaction.atomic():
            return edit_call(actor=actor, call=self.call, values=self.give(actor), goals=goals, seen=seen)

    @property
    def stands(self) -> list[tuple[str, str]]:
        """What stands now in the call, when somebody else has changed the same part."""
        if self.standing is None:
            return []
        said = snap(self.standing, self.names)
        return [(find_label(name), say_standing(self.standing, name, said[name])) for name in self.names]


def say_standing(call: Call, name: str, value: Any) -> str:  # noqa: ANN401 - any plain value
    """Say what a field of a call says to whoever compares it with their own words."""
    return str(getattr(call, name) or "") if Call._meta.get_field(name).many_to_one else say_value(name, value)


def long_text(rows: int, **words: Any) -> forms.CharField:  # noqa: ANN401 - whatever a field accepts
    """Make the field of a text that is written over many lines."""
    return forms.CharField(required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": rows}), **words)


class TextForm(PartForm):
    """What the announcement says."""

    title = forms.CharField(label=_("Title"), max_length=200)
    lead = forms.CharField(
        label=_("In one sentence"), max_length=300, required=False,
        help_text=_("It stands in the list of calls and in the Kalendarium."),
    )  # fmt: skip
    announcement = long_text(
        12, label=_("Announcement"),
        help_text=_("What is looked for, who may submit, what happens with submissions. Markdown can be used."),
    )  # fmt: skip
    rules = long_text(
        6, label=_("Rules of the call"),
        help_text=_("The rules in words. A file with them can be added under “Rules and annexes”."),
    )  # fmt: skip
    legal_basis = long_text(
        3, label=_("Legal basis"),
        help_text=_("In your own words, with the source. The product knows no law and adds nothing here."),
    )  # fmt: skip
    clause = long_text(
        5, label=_("Information on personal data"),
        help_text=_("Who is responsible for the data of applicants, what for and for how long."),
    )  # fmt: skip


class GoalsForm(PartForm):
    """Which goals it serves, and where."""

    goals = NounsField(
        label=_("Goals it serves"), queryset=Goal.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("An applicant chooses among these. Goals that nobody answers show up in the coverage."),
    )  # fmt: skip
    territory = forms.CharField(label=_("Territory"), max_length=200, required=False)
    areas = forms.CharField(
        label=_("Parts of the territory"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One in a line, for example districts. An applicant chooses one; empty means that nobody is asked."),
    )  # fmt: skip

    def __init__(self, call: Call, data: Data = None) -> None:
        super().__init__(call, data)
        goals = list_goals(call.process)
        field: Any = self.fields["goals"]
        field.queryset = Goal.objects.filter(pk__in=[goal.pk for goal in goals])
        field.choices = [(goal.pk, goal.name) for goal in goals]
        if not goals:
            field.help_text = _("The process has no goals yet. They can be added until the closing by an amendment.")

    def clean_areas(self) -> str:
        """Keep each part once, without empty lines."""
        return tidy_areas(self.cleaned_data["areas"])


LONGEST_AREA: Final = 120


def tidy_areas(said: str) -> str:
    """Keep each part of the territory once, without empty lines; refuse one that no submission could hold."""
    lines = (" ".join(line.split()) for line in said.splitlines())
    kept = list(dict.fromkeys(line for line in lines if line))
    if any(len(line) > LONGEST_AREA for line in kept):
        raise ValidationError(_("The name of a part may have at most 120 signs."), code="long")
    return "\n".join(kept)


class MoneyForm(PartForm):
    """How much there is, and how a proposal of what to select comes from the ranking."""

    budget = AmountField(
        label=_("Available money (PLN)"), required=False, max_digits=14, decimal_places=2, min_value=0,
        help_text=_("Empty: nothing is said about money."),
    )  # fmt: skip
    asks_money = forms.BooleanField(label=_("Applicants say how much money they ask for"), required=False)
    selects = forms.ChoiceField(
        label=_("How the selection is proposed"), choices=Call.Selects.choices, widget=forms.RadioSelect,
        help_text=_("The commission decides in each case; the rule only proposes."),
    )  # fmt: skip
    places = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES)
    takes_paper = forms.BooleanField(label=_("Paper submissions are taken too"), required=False)
    shows_ideas = forms.BooleanField(
        label=_("What was submitted is listed publicly"), required=False,
        help_text=_("Title, summary, goals and part of the territory; never the name of a private person."),
    )  # fmt: skip


class QuestionsForm(PartForm):
    """Which form applicants fill in: one of the workspace, or a new copy of one that comes with the product."""

    questionnaire = forms.ChoiceField(
        label=_("Form"), required=False, widget=forms.RadioSelect,
        help_text=_("Your questionnaires that are meant for applicants, and the forms that come with the product."),
    )  # fmt: skip

    def __init__(self, call: Call, offered: list[Form], language: str, data: Data = None) -> None:
        super().__init__(call, data)
        fits = Q(audience=Questionnaire.Audience.APPLICANTS) | Q(pk=call.questionnaire_id)
        own = Questionnaire.objects.filter(fits, workspace=call.process.workspace)
        self.known = {str(row.pk): row for row in own}
        field: Any = self.fields["questionnaire"]
        field.choices = [
            *((str(row.pk), row.title) for row in own),
            *((f"{SHIPPED}{one.key}", _("New copy of: %(title)s") % {"title": one.title.say(language)}) for one in offered),
        ]
        self.initial["questionnaire"] = str(call.questionnaire_id or "")

    def give(self, actor: User) -> dict[str, Any]:
        """Give the chosen form, making it where it is a new copy."""
        chosen: str = self.cleaned_data["questionnaire"]
        if chosen.startswith(SHIPPED):
            key = chosen.removeprefix(SHIPPED)
            return {
                "questionnaire": take_form(actor=actor, workspace=self.call.process.workspace, key=key, call=self.call.title)
            }
        return {"questionnaire": self.known.get(chosen)}


class CommissionForm(PartForm):
    """Who judges and by which terms."""

    commission = NounField(
        label=_("Commission"), queryset=Team.objects.none(), required=False, empty_label=_("not chosen yet"),
        help_text=_("A body of the kind “commission” with its order and members. They are kept under Teams."),
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=_("Quorum"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=_("So many have to be at a sitting that decides. Empty: more than half of the chair and members."),
    )  # fmt: skip
    assessors = forms.IntegerField(
        label=_("Assessors of each submission"), required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text=_("Empty: every member judges every submission."),
    )  # fmt: skip

    def read(self) -> dict[str, Any]:
        """Read the call; where no commission was chosen, the quorum that it begins with is nobody's choice."""
        read = super().read()
        is_set = self.call.commission_id is not None or self.call.quorum != Call._meta.get_field("quorum").default
        return read if is_set else {**read, "quorum": None}

    def clean(self) -> dict[str, Any]:
        """Fill in the proposed quorum where none was written."""
        said = dict(super().clean() or {})
        if said.get("quorum") is not None or "quorum" in self.errors:
            return said
        commission = said.get("commission")
        if commission is None:
            return {**said, "quorum": self.call.quorum}
        proposed = propose_quorum(commission)
        if not proposed:
            self.add_error("quorum", _("Nobody judges in this commission yet. Write the quorum, or add its members first."))
        return {**said, "quorum": proposed}


class TermsForm(CommissionForm):
    """The same while the call is a draft: with the terms that are announced."""

    spread_alert = forms.IntegerField(
        label=_("Alert when points differ by more than (%)"), min_value=1, max_value=100,
        help_text=_("By how much the lowest total of an assessor may lie below the highest before somebody has to look."),
    )  # fmt: skip
    supplement_days = forms.IntegerField(
        label=_("Days to supplement a submission"), min_value=1, max_value=MOST_DAYS,
        help_text=_("How long an applicant has when the formal check asks for something."),
    )  # fmt: skip
    reservation_days = forms.IntegerField(
        label=_("Days for reservations"), min_value=0, max_value=MOST_DAYS,
        help_text=_("How long after the results applicants may write reservations; 0 means that there are none."),
    )  # fmt: skip

    def read(self) -> dict[str, Any]:
        """Read the call; the spread is written in per cent."""
        read = super().read()
        return {**read, "spread_alert": round(read["spread_alert"] * 100)}

    def give(self, actor: User) -> dict[str, Any]:
        """Give the spread back as a share."""
        given = super().give(actor)
        return {**given, "spread_alert": (Decimal(given["spread_alert"]) / 100).quantize(Decimal("0.01"))}


def open_commission_form(call: Call, data: Data = None, *, is_draft: bool) -> CommissionForm:
    """Open the form of the commission with the bodies that can be chosen."""
    form = (TermsForm if is_draft else CommissionForm)(call, data)
    field: Any = form.fields["commission"]
    field.queryset = Team.objects.filter(process=call.process, kind=Team.Kind.COMMISSION)
    if len(teams := list(field.queryset[:2])) == 1 and (proposed := propose_quorum(teams[0])):
        said = str(_("Of the commission as it is now: %(count)s."))
        form.fields["quorum"].help_text = f"{form.fields['quorum'].help_text} {said % {'count': proposed}}"
    field.say = lambda team: f"{team.name} ({team.act})" if team.act else team.name
    return form
