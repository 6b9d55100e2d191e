"""What comes in when a round about factors is prepared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField, NounField
from sciezka.rooms.path.actions.factors_rounds import AskValues, ask_core, ask_long_list
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process, Team

CORE_OF = 5


class AskLongForm(forms.Form):
    """Which team names and judges factors, and from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    team = NounField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("– choose –"))
    way = forms.ChoiceField(
        label=_("What the team does"),
        widget=forms.RadioSelect,
        choices=[
            ("collect", _("first names factors, then judges them")),
            ("judge", _("judges those on the list now")),
        ],
        initial="collect",
    )
    takes_list = forms.BooleanField(
        label=_("Judge those on the list too"), required=False, initial=True,
        help_text=_("They need not be named again; new ones join them."),
    )  # fmt: skip
    collects_until = MomentField(label=_("Names are collected until"), required=False)
    opens_at = MomentField(
        label=_("Judging opens"),
        required=False,
        help_text=_("Left empty, it opens once the names are sorted, or at the launch where none are collected."),
    )
    closes_at = MomentField(label=_("Judging closes"))

    def __init__(self, process: Process, data: Any = None, *, has_list: bool = False) -> None:  # noqa: ANN401
        way = "judge" if has_list else "collect"
        super().__init__(data, initial={"title": _("Key factors of development"), "way": way})
        self.process = process
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Round | None:
        """Prepare the round; when it can't be, say why on the form."""
        given = dict(self.cleaned_data)
        values = AskValues(collects=given.pop("way") == "collect", **given)
        try:
            return ask_long_list(actor=actor, process=self.process, values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class AskCoreForm(forms.Form):
    """Who picks the few, how many, and from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    audience = forms.ChoiceField(
        label=_("Who picks"),
        widget=forms.RadioSelect,
        choices=[(Round.Audience.TEAM, _("a team")), (Round.Audience.LINK, _("residents, by an open link"))],
        initial=Round.Audience.TEAM,
    )
    team = NounField(label=_("Team"), queryset=Team.objects.none(), required=False, empty_label=_("– choose –"))
    most_picks = forms.IntegerField(
        label=_("At most so many"), min_value=1, max_value=20, initial=CORE_OF,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    is_anonymous = forms.BooleanField(
        label=_("Anonymous"), required=False,
        help_text=_("Nobody learns who picked what; the result is shown from five sheets on."),
    )  # fmt: skip
    opens_at = MomentField(label=_("Opens"), required=False, help_text=_("Left empty, it opens at the launch."))
    closes_at = MomentField(label=_("Closes"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"title": _("Core factors: what to improve within five years")})
        self.process = process
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the team where a team picks, and forget it elsewhere."""
        values = self.cleaned_data
        if values.get("audience") != Round.Audience.TEAM:
            values["team"] = None
        elif values.get("team") is None and "team" not in self.errors:
            self.add_error("team", ValidationError(_("Choose the team that picks."), code="required"))
        return values

    def save(self, actor: User) -> Round | None:
        """Prepare the round; when it can't be, say why on the form."""
        try:
            return ask_core(actor=actor, process=self.process, values=AskValues(**self.cleaned_data))
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
