"""What comes in when a round that maps stakeholders is prepared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField, NounField
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.actions.collecting import GatherValues, gather_stakeholders
from sciezka.rooms.town.models import Process, Team


class GatherForm(forms.Form):
    """Who names and judges stakeholders, and from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    team = NounField(label=_("Team"), queryset=Team.objects.none(), empty_label=_("– choose –"))
    way = forms.ChoiceField(
        label=_("What the team does"),
        widget=forms.RadioSelect,
        choices=[
            ("collect", _("first names stakeholders, then judges them")),
            ("judge", _("judges those on the register now")),
        ],
        initial="collect",
    )
    takes_register = forms.BooleanField(
        label=_("Judge those on the register too"), required=False, initial=True,
        help_text=_("They need not be named again; what the team names joins them."),
    )  # fmt: skip
    collects_until = MomentField(label=_("Names are collected until"), required=False)
    opens_at = MomentField(
        label=_("Judging opens"),
        required=False,
        help_text=_("Left empty, it opens once the names are sorted, or at the launch where none are collected."),
    )
    closes_at = MomentField(label=_("Judging closes"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"title": _("Map of stakeholders")})
        self.process = process
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Round | None:
        """Prepare the round; when it can't be, say why on the form."""
        given = self.cleaned_data
        values = GatherValues(
            title=given["title"],
            team=given["team"],
            collects=given["way"] == "collect",
            takes_register=given["takes_register"],
            collects_until=given["collects_until"],
            opens_at=given["opens_at"],
            closes_at=given["closes_at"],
        )
        try:
            return gather_stakeholders(actor=actor, process=self.process, values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
