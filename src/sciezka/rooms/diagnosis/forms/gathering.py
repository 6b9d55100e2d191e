"""What comes in when a round that names and judges resources is prepared."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import MomentField, NounField
from sciezka.rooms.diagnosis.actions.gathering import GatherValues, gather_resources
from sciezka.rooms.diagnosis.forms.proposals import CHOOSE
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process, Team


class GatherForm(forms.Form):
    """Who names and judges resources, and from when to when."""

    title = forms.CharField(label=_("Title"), max_length=200)
    team = NounField(label=_("Team"), queryset=Team.objects.none(), empty_label=CHOOSE[1])
    way = forms.ChoiceField(
        label=_("What the team does"),
        widget=forms.RadioSelect,
        choices=[
            ("collect", _("first names resources, then judges them")),
            ("judge", _("judges those on the list now")),
        ],
        initial="collect",
    )
    takes_list = forms.BooleanField(
        label=_("Judge those on the list too"), required=False, initial=True,
        help_text=_("They need not be named again; the resources that the team names join them."),
    )  # fmt: skip
    asks_further = forms.BooleanField(
        label=_("Ask about the state and the potential too"), required=False,
        help_text=_("Uniqueness and use are always asked about; two more scales double the work."),
    )  # fmt: skip
    collects_until = MomentField(label=_("Resources are named until"), required=False)
    opens_at = MomentField(
        label=_("Judging opens"),
        required=False,
        help_text=_("Left empty, it opens once the names are sorted, or at the launch where none are collected."),
    )
    closes_at = MomentField(label=_("Judging closes"))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"title": _("Resources of the town")})
        self.process = process
        self.fields["team"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Round | None:
        """Prepare the round; when it can't be, say why on the form."""
        given = dict(self.cleaned_data)
        values = GatherValues(collects=given.pop("way") == "collect", **given)
        try:
            return gather_resources(actor=actor, process=self.process, values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
