"""What comes in when the judgement of a stakeholder is taken as evidence."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.stakeholders.actions.findings import take_finding
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.findings import propose_title
from sciezka.rooms.thread.models import Node


class FindingForm(forms.Form):
    """Which value of a wave is taken, and in which words."""

    scale = forms.ChoiceField(label=_("Which value"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("What it shows, in one sentence"), max_length=200, required=False,
        help_text=_("Leave it empty, and it reads as the value above."),
    )  # fmt: skip

    def __init__(
        self,
        stakeholder: Stakeholder,
        round_: Round,
        stands: Mapping[str, Stand],
        data: Any = None,  # noqa: ANN401 - what a form takes
        scale: str = "",
    ) -> None:
        super().__init__(data, initial={"scale": scale if scale in stands else next(iter(stands), "")})
        self.stakeholder, self.round = stakeholder, round_
        choices = [(key, propose_title(stakeholder, key, stand)) for key, stand in stands.items()]
        self.fields["scale"].choices = choices  # type: ignore[attr-defined]

    def save(self, actor: User) -> Node | None:
        """Take the value; when it can't be, say why on the form."""
        try:
            return take_finding(actor=actor, stakeholder=self.stakeholder, round=self.round, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
