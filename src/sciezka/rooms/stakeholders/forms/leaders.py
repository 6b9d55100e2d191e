"""What comes in about the Social Leaders: invitations, answers to them, and the population's composition."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.leaders import (
    AnswerValues,
    InvitationValues,
    ShareValues,
    answer_invitation,
    invite_leader,
    set_population,
)
from sciezka.rooms.stakeholders.models import Invitation, PopulationShare, Sector, Stakeholder
from sciezka.rooms.stakeholders.queries.plan import plannable
from sciezka.rooms.town.models import Process

Data = Mapping[str, Any] | None
_SHARE: Final = re.compile(r"^(?P<name>.+?)[\s:;,]+(?P<share>\d{1,3}(?:[.,]\d{1,2})?)\s*%?$")
MOST_LINES: Final = 60
# What all shares of one division may add up to: rounding leaves a little more than a whole.
MOST_SUM: Final = Decimal("100.5")


class InvitationForm(forms.Form):
    """Who is invited, on whose behalf, with what letter."""

    stakeholder = forms.ModelChoiceField(
        label=_("On behalf of"), queryset=Stakeholder.objects.none(), empty_label=_("– choose –")
    )
    email = forms.EmailField(label=_("E-mail"))
    name = forms.CharField(
        label=_("First name and surname"), required=False, max_length=160,
        help_text=_("Only if it is needed to write to the person."),
    )  # fmt: skip
    letter = forms.CharField(
        label=_("Letter"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Empty: a short invitation in the office's name. The personal address is added at the end."),
    )  # fmt: skip

    def __init__(self, process: Process, data: Data = None, chosen: int | None = None) -> None:
        super().__init__(data, initial={"stakeholder": chosen})
        self.fields["stakeholder"].queryset = plannable(process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Invitation | None:
        """Invite; when it can't be, say why at the field."""
        values = InvitationValues(**{name: self.cleaned_data[name] for name in ("email", "name", "letter")})
        try:
            return invite_leader(actor=actor, stakeholder=self.cleaned_data["stakeholder"], values=values)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class AnswerForm(forms.Form):
    """An invited person's answer; what is told of oneself is optional."""

    gender = forms.ChoiceField(
        label=_("Gender"), required=False, choices=[("", _("I prefer not to say")), *Invitation.Gender.choices[:2]]
    )
    age_group = forms.ChoiceField(
        label=_("Age group"), required=False, choices=[("", _("I prefer not to say")), *Invitation.AgeGroup.choices]
    )
    district = forms.CharField(label=_("District"), required=False, max_length=120)

    def __init__(self, invitation: Invitation, data: Data = None) -> None:
        initial = {name: getattr(invitation, name) for name in ("gender", "age_group", "district")}
        super().__init__(data, initial=initial)
        self.invitation = invitation

    def save(self, *, accepts: bool) -> Invitation | None:
        """Take the answer; when it can't be, say why."""
        told = self.cleaned_data if accepts else dict.fromkeys(self.fields, "")
        try:
            return answer_invitation(invitation=self.invitation, values=AnswerValues(accepts=accepts, **told))
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class ShareField(forms.DecimalField):
    """A share in per cent; a comma is as good as a full stop."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - whatever a field accepts
        super().__init__(required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2,
                         widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)  # fmt: skip

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """Read the share."""
        return super().to_python(value.replace(",", ".").rstrip("% \u00a0") if isinstance(value, str) else value)


class PopulationForm(forms.Form):
    """Shares of groups in the population, as public statistics give them."""

    known: Final = (
        (PopulationShare.Dimension.GENDER, Invitation.Gender.choices[:2]),
        (PopulationShare.Dimension.AGE, Invitation.AgeGroup.choices),
        (PopulationShare.Dimension.SECTOR, Sector.choices),
    )

    def __init__(self, process: Process, data: Data = None) -> None:
        rows = list(PopulationShare.objects.filter(process=process))
        saved = {(row.dimension, row.category): row.share for row in rows}
        districts = [f"{row.category}: {row.share}" for row in rows if row.dimension == PopulationShare.Dimension.DISTRICT]
        initial: dict[str, Any] = {
            "districts": "\n".join(districts),
            "source": next((row.source for row in rows if row.source), ""),
        }
        super().__init__(data)
        self.process = process
        for kind, groups in self.known:
            for key, label in groups:
                said = _("%(division)s: %(group)s, %%") % {"division": kind.label, "group": label}
                self.fields[f"{kind}.{key}"] = ShareField(label=str(said).capitalize())
                initial[f"{kind}.{key}"] = saved.get((kind, key))
        self.fields["districts"] = forms.CharField(
            label=_("Districts"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
            help_text=_("One a line, with the share in per cent. For example: Old Town: 12.5"),
        )  # fmt: skip
        self.fields["source"] = forms.CharField(
            label=_("Source"), required=False, max_length=200, help_text=_("For example: Statistics Poland, 31.12.2025")
        )
        self.initial = initial

    def clean_districts(self) -> list[tuple[str, Decimal]]:
        """Read the districts line by line, and say which line can't be read."""
        found: dict[str, Decimal] = {}
        lines = [line.strip() for line in self.cleaned_data["districts"].splitlines() if line.strip()]
        if len(lines) > MOST_LINES:
            raise ValidationError(gettext("At most %(most)s districts fit.") % {"most": MOST_LINES}, code="many")
        for number, line in enumerate(lines, start=1):
            read = _SHARE.match(line)
            try:
                share = Decimal(read["share"].replace(",", ".")) if read else None
            except InvalidOperation:
                share = None
            if read is None or share is None or share > 100 or len(read["name"]) > 120:  # noqa: PLR2004 - per cent, the column
                raise ValidationError(
                    gettext("Line %(number)s can't be read: %(line)s. Write a name and a share, such as: Old Town: 12.5")
                    % {"number": number, "line": line[:60]},
                    code="unread",
                )
            if read["name"] in found:
                raise ValidationError(gettext("%(name)s stands here twice.") % {"name": read["name"]}, code="twice")
            found[read["name"]] = share
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        """Refuse shares of one division that come to more than a whole."""
        sums: dict[str, Decimal] = {}
        for row in self.list_shares():
            sums[row.dimension] = sums.get(row.dimension, Decimal(0)) + row.share
        for kind, total in sums.items():
            if total > MOST_SUM:
                said = gettext("The shares by %(division)s come to %(total)s %%, more than a whole. Check them.")
                division = PopulationShare.Dimension(kind).label
                self.add_error(None, said % {"division": division, "total": total.normalize()})
        return self.cleaned_data

    def list_shares(self) -> list[ShareValues]:
        """List what was given."""
        source = self.cleaned_data.get("source") or ""
        rows = [
            ShareValues(dimension=kind, category=key, share=share, source=source)
            for kind, groups in self.known
            for key, _label in groups
            if (share := self.cleaned_data.get(f"{kind}.{key}")) is not None
        ]
        districts = self.cleaned_data.get("districts") or []
        kind = PopulationShare.Dimension.DISTRICT
        return [
            *rows,
            *(ShareValues(dimension=kind, category=name, share=share, source=source) for name, share in districts),
        ]

    def save(self, actor: User) -> None:
        """Set the composition anew."""
        set_population(actor=actor, process=self.process, rows=self.list_shares())
