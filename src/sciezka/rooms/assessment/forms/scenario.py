"""What people send to choose a scenario and to send the questionnaires."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from sciezka.kit.forms import MomentField
from sciezka.rooms.assessment.actions.asking import Terms
from sciezka.rooms.assessment.actions.assessments import Scenario
from sciezka.rooms.assessment.banks import BankData
from sciezka.rooms.assessment.banks.nouns import BASIC
from sciezka.rooms.assessment.forms.fields import DayField, text_area
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import earlier_of, guess_unit_kind
from sciezka.rooms.town.models import Event, Process, Team

USUAL_DAYS = 10
USUAL_HOUR = 15
MOST_ENTRIES = 300


class ScenarioForm(forms.Form):
    """Which areas, how deep, by whom, and why so."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Areas"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one area.")},
    )
    depth = forms.ChoiceField(
        label=gettext_lazy("How deep"), widget=forms.RadioSelect, choices=Assessment.Depth.choices, required=False
    )
    unit_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of unit"),
        choices=Assessment.UnitKind.choices,
        help_text=gettext_lazy("Questions that do not apply to it are left out."),
    )
    team = forms.ModelChoiceField(
        label=gettext_lazy("Team that judges"),
        queryset=Team.objects.none(),
        empty_label=gettext_lazy("– choose –"),
        help_text=gettext_lazy(
            "Its members get the questionnaires and fill in the cards. Others read the result once it is closed."
        ),
    )
    decided_on = DayField(label=gettext_lazy("Scenario chosen on"))
    reason = forms.CharField(
        label=gettext_lazy("Why this scenario"),
        required=False,
        max_length=4000,
        widget=text_area(4),
        help_text=gettext_lazy("It stays in the report beside the result."),
    )
    event = forms.ModelChoiceField(
        label=gettext_lazy("Entry of the Kalendarium"),
        queryset=Event.objects.none(),
        required=False,
        empty_label=gettext_lazy("none"),
        help_text=gettext_lazy("The published meeting at which the scenario was chosen."),
    )
    previous = forms.ModelChoiceField(
        label=gettext_lazy("Compared with"),
        queryset=Assessment.objects.none(),
        required=False,
        empty_label=gettext_lazy("none: this is the first one"),
        help_text=gettext_lazy("An earlier assessment by the same bank; the result then shows what has changed."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own arguments
        process: Process,
        bank: BankData,
        assessment: Assessment | None = None,
        previous: Assessment | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own arguments
    ) -> None:
        self.bank = bank
        self.is_open = assessment is not None and assessment.opened_at is not None
        language = get_language() or "pl"
        kwargs["initial"] = self._suggest(process, assessment, previous, language)
        super().__init__(*args, **kwargs)
        self._choose("areas", [(area.key, self._name_area(area.key, language)) for area in bank.areas])
        self._choose("depth", self._depths())
        entries = Event.objects.filter(process=process, status=Event.Status.PUBLISHED).order_by("-start", "-pk")
        self._offer("team", Team.objects.filter(process=process).order_by("name"))
        self._offer("event", entries)
        self._offer("previous", earlier_of(process, bank.key, before=assessment))
        if self.is_open:
            # People have been asked: what they were asked can't change under their hands.
            for name in ("areas", "depth", "unit_kind", "team", "previous"):
                del self.fields[name]
        elif len(self._depths()) == 1:
            del self.fields["depth"]
        if "previous" in self.fields and not earlier_of(process, bank.key, before=assessment).exists():
            del self.fields["previous"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _offer(self, name: str, rows: Any) -> None:  # noqa: ANN401 - rows of any model
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def _suggest(
        self, process: Process, assessment: Assessment | None, previous: Assessment | None, language: str
    ) -> dict[str, Any]:
        if assessment is not None:
            names = ("title", "areas", "depth", "unit_kind", "team", "decided_on", "reason", "event", "previous")
            return {name: getattr(assessment, name) for name in names}
        today = timezone.localdate()
        same = previous or Assessment(
            areas=[area.key for area in self.bank.areas], unit_kind=guess_unit_kind(process.workspace)
        )
        return {
            "title": f"{self.bank.title.in_language(language)} {today.year}",
            "areas": same.areas,
            "depth": same.depth,
            "unit_kind": same.unit_kind,
            "team": same.team_id or self._guess_team(process),
            "decided_on": today,
            "previous": previous.pk if previous else None,
        }

    @staticmethod
    def _guess_team(process: Process) -> int | None:
        """Suggest the only team of a process; where there are many, somebody must choose."""
        teams = list(Team.objects.filter(process=process).values_list("pk", flat=True)[:2])
        return teams[0] if len(teams) == 1 else None

    def _name_area(self, key: str, language: str) -> str:
        area = next(area for area in self.bank.areas if area.key == key)
        count = len(area.items)
        said = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
        return f"{area.title.in_language(language)} ({said})"

    def _depths(self) -> list[tuple[str, str]]:
        """Offer the depths with how many questions each asks; one alone when all questions are basic."""
        every = len(self.bank.items)
        basic = sum(item.group == BASIC for item in self.bank.items)
        counts = {Assessment.Depth.FULL: every, Assessment.Depth.QUICK: basic}
        return [
            (depth.value, _("%(depth)s (%(count)s in the whole bank)") % {"depth": depth.label, "count": count})
            for depth, count in counts.items()
            if count and (depth == Assessment.Depth.FULL or count < every)
        ]

    def read_scenario(self, assessment: Assessment | None = None) -> Scenario:
        """Give what was chosen; what can't be changed any more as it stands."""
        values = self.cleaned_data
        known = assessment if self.is_open else None
        return Scenario(
            title=values["title"],
            areas=tuple(known.areas if known else values["areas"]),
            depth=known.depth if known else values.get("depth") or Assessment.Depth.FULL,
            unit_kind=known.unit_kind if known else values["unit_kind"],
            team=known.team if known else values["team"],
            decided_on=values["decided_on"],
            reason=values["reason"],
            event=values["event"],
            previous=known.previous if known else values.get("previous"),
        )


def suggest_end() -> dt.datetime:
    """Suggest an end: in ten days, at the close of office hours."""
    day = timezone.localtime() + dt.timedelta(days=USUAL_DAYS)
    return day.replace(hour=USUAL_HOUR, minute=0, second=0, microsecond=0)


class OpeningForm(forms.Form):
    """From when to when members answer, and whether anybody learns who answered what."""

    opens_at = MomentField(label=gettext_lazy("Opens"), required=False, help_text=gettext_lazy("Left empty: at once."))
    closes_at = MomentField(label=gettext_lazy("Closes"))
    reminds_days = forms.IntegerField(
        label=gettext_lazy("Reminder, days before the end"), min_value=0, max_value=30, initial=1
    )
    is_anonymous = forms.BooleanField(
        label=gettext_lazy("Anonymous questionnaires"),
        required=False,
        help_text=gettext_lazy(
            "Nobody learns who answered what, the co-ordinator included; results show with five sheets or more."
        ),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the questions"), choices=(("pl", "polski"), ("en", "English"))
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        language = (get_language() or "pl")[:2]
        kwargs.setdefault("initial", {"closes_at": suggest_end(), "language": language, "reminds_days": 1})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse an end that has passed or that comes before the opening."""
        values = self.cleaned_data
        opens, closes = values.get("opens_at"), values.get("closes_at")
        if closes and closes <= timezone.now():
            self.add_error("closes_at", forms.ValidationError(_("The end must be in the future."), code="past"))
        elif opens and closes and closes <= opens:
            self.add_error("closes_at", forms.ValidationError(_("The end must come after the opening."), code="order"))
        return values

    def read_terms(self) -> Terms:
        """Give what was chosen."""
        values = self.cleaned_data
        return Terms(
            closes_at=values["closes_at"],
            opens_at=values["opens_at"],
            is_anonymous=values["is_anonymous"],
            reminds_days=values["reminds_days"],
        )


def take_refusal(form: forms.Form, problem: forms.ValidationError) -> None:
    """Show why an action refused: at the field that it names where the form has it, else above the form."""
    if hasattr(problem, "error_dict"):
        for name, errors in problem.error_dict.items():
            form.add_error(name if name in form.fields else None, [*errors])
    else:
        form.add_error(None, problem)
