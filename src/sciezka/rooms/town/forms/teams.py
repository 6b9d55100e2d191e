"""What comes in about teams, their members and legal acts."""

from dataclasses import fields
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.kit.uploads import CheckedFileField
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.teams import (
    ActValues,
    TeamValues,
    appoint_member,
    edit_act,
    edit_team,
    end_membership,
    establish_team,
    record_act,
)
from sciezka.rooms.town.forms.fields import Data, DayField, check_term, text_area
from sciezka.rooms.town.models import LegalAct, Membership, Process, Team, Workspace


class TeamForm(forms.Form):
    """A team or a commission."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Team.Kind.choices)
    task = forms.CharField(label=_("Task"), required=False, max_length=4000, widget=text_area(3))
    composition = forms.CharField(
        label=_("Composition"),
        required=False,
        max_length=10_000,
        widget=text_area(4),
        help_text=_("Positions, not names; one in a line."),
    )
    rights = forms.ChoiceField(label=_("Rights of members"), choices=Team.Rights.choices)
    act = forms.ModelChoiceField(
        LegalAct.objects.none(), label=_("Legal act"), required=False, empty_label=_("none recorded yet"),
        help_text=_("The order that establishes the team. The journal cites it."),
    )  # fmt: skip
    since = DayField(label=_("Term from"), required=False)
    until = DayField(
        label=_("Term to"), required=False, help_text=_("After this day the members' rights rest. Empty: no end.")
    )
    is_public = forms.BooleanField(label=_("Shown to residents"), required=False)

    def __init__(self, process: Process, team: Team | None, data: Data = None) -> None:
        names = [field.name for field in fields(TeamValues)]
        initial = (
            {name: getattr(team, name) for name in names} if team else {"is_public": True, "rights": Team.Rights.CONTRIBUTE}
        )
        super().__init__(data, initial=initial)
        self.process, self.team = process, team
        self.fields["act"].queryset = process.workspace.acts.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a term that ends before it begins."""
        check_term(self, "since", "until")
        return self.cleaned_data

    def save(self, actor: User) -> Team:
        """Establish the team or change it."""
        values = TeamValues(**self.cleaned_data)
        if self.team:
            return edit_team(actor=actor, team=self.team, values=values)
        return establish_team(actor=actor, process=self.process, values=values)


class MembershipForm(forms.Form):
    """Appointing a member by e-mail address."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Whoever has no account gets an invitation at this address.")
    )
    function = forms.ChoiceField(
        label=_("Function"), choices=Membership.Function.choices, initial=Membership.Function.MEMBER
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("To"), required=False, help_text=_("Empty: as long as the team's term."))

    def __init__(self, team: Team, data: Data = None) -> None:
        super().__init__(data, initial={"since": timezone.localdate(), "function": Membership.Function.MEMBER})
        self.team = team

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        check_term(self, "since", "until")
        return self.cleaned_data

    def save(self, actor: User) -> tuple[Membership, bool] | None:
        """Appoint the member; give None, with the error at its field, when they already belong to the team."""
        try:
            return appoint_member(actor=actor, team=self.team, **self.cleaned_data)
        except forms.ValidationError as problem:
            self.add_error("email", problem)
            return None


class EndForm(forms.Form):
    """The last day of a membership or a seat."""

    last_day = DayField(
        label=_("Last day"), help_text=_("The rights end when this day ends. For rights to end at once, choose yesterday.")
    )

    def __init__(self, data: Data = None) -> None:
        super().__init__(data, initial={"last_day": timezone.localdate()})


class MembershipEndForm(EndForm):
    """The last day of a membership."""

    def __init__(self, membership: Membership, data: Data = None) -> None:
        super().__init__(data)
        self.membership = membership

    def save(self, actor: User) -> Membership:
        """End the membership."""
        return end_membership(actor=actor, membership=self.membership, last_day=self.cleaned_data["last_day"])


class ActForm(forms.Form):
    """A legal act."""

    kind = forms.ChoiceField(label=_("Kind"), choices=LegalAct.Kind.choices)
    number = forms.CharField(
        label=_("Number"),
        required=False,
        max_length=60,
        help_text=_("As it stands on the act, for example 0050.414.2020.VIII."),
    )
    date = DayField(label=_("Of the day"))
    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("For example: on establishing the Strategic Team"))
    issuer = forms.CharField(
        label=_("Issued by"), required=False, max_length=160, help_text=_("An office, not a name: Mayor of the City.")
    )
    url = forms.URLField(
        label=_("Published at"), required=False, max_length=500, assume_scheme="https",
        help_text=_("The address in the public information bulletin."),
    )  # fmt: skip
    file = CheckedFileField(label=_("File"), required=False, allowed=frozenset({"pdf"}), help_text=_("PDF up to 20 MB."))
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    is_public = forms.BooleanField(label=_("Shown to residents"), required=False)

    def __init__(self, workspace: Workspace, act: LegalAct | None, data: Data = None, files: Any = None) -> None:  # noqa: ANN401 - uploads
        names = [field.name for field in fields(ActValues)]
        initial: dict[str, Any] = {name: getattr(act, name) for name in names} if act else {"is_public": True}
        super().__init__(data, files, initial=initial)
        self.workspace, self.act = workspace, act

    def save(self, actor: User) -> LegalAct:
        """Record the act or change it."""
        values = dict(self.cleaned_data)
        file = values.pop("file")
        if self.act:
            return edit_act(actor=actor, act=self.act, values=ActValues(**values), file=file)
        return record_act(actor=actor, workspace=self.workspace, values=ActValues(**values), file=file)
