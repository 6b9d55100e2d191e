"""What comes in about a workspace and its member units."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.workspaces import (
    MemberValues,
    WorkspaceValues,
    add_member_unit,
    edit_member_unit,
    edit_workspace,
)
from sciezka.rooms.town.forms.fields import Data, DayField, check_term
from sciezka.rooms.town.models import Unit, Workspace, WorkspaceUnit
from sciezka.rooms.town.queries.tasks import people_of_workspace

COMMUNES = (Unit.Kind.CITY_COUNTY, Unit.Kind.URBAN, Unit.Kind.RURAL, Unit.Kind.URBAN_RURAL, Unit.Kind.COUNTY)


class WorkspaceForm(forms.Form):
    """The settings of a workspace."""

    name = forms.CharField(label=_("Name"), max_length=160, help_text=_("As residents will read it."))
    accent = forms.CharField(
        label=_("Colour"),
        required=False,
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #17594a."))],
        widget=forms.TextInput(attrs={"data-colour": True, "spellcheck": "false", "autocomplete": "off"}),
        help_text=_("Six digits after #, for example #17594a. Links and buttons take it; left empty, they are green."),
    )
    language = forms.ChoiceField(
        label=_("Language of the office"),
        choices=settings.LANGUAGES,
        help_text=_("Programme texts and invitations are written in it."),
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    contact = forms.EmailField(label=_("Contact for residents"), required=False, help_text=_("Shown on the public pages."))

    def __init__(self, workspace: Workspace, data: Data = None) -> None:
        super().__init__(data, initial={name: getattr(workspace, name) for name in self.base_fields})
        self.workspace = workspace

    def save(self, actor: User) -> Workspace:
        """Change the workspace."""
        return edit_workspace(actor=actor, workspace=self.workspace, values=WorkspaceValues(**self.cleaned_data))


class MemberUnitForm(forms.Form):
    """A unit's part in a partnership."""

    unit = forms.CharField(
        label=_("Unit"), max_length=100, help_text=_("The seven digits of its TERYT code, or its full name.")
    )
    role = forms.ChoiceField(label=_("Role"), choices=WorkspaceUnit.Role.choices)
    representative = forms.CharField(
        label=_("Representative (position)"),
        required=False,
        max_length=160,
        help_text=_("A position, not a name: Mayor of Karpacz."),
    )
    coordinator = forms.ModelChoiceField(
        User.objects.none(), label=_("Co-ordinator"), required=False, empty_label=_("nobody yet"),
        help_text=_("Somebody with a seat or a team in this workspace."),
    )  # fmt: skip
    joined_on = DayField(label=_("Joined on"), required=False)
    left_on = DayField(label=_("Left on"), required=False)

    def __init__(self, workspace: Workspace, member: WorkspaceUnit | None, data: Data = None) -> None:
        initial: dict[str, Any] = {"role": WorkspaceUnit.Role.MEMBER}
        if member:
            initial = {
                name: getattr(member, name) for name in ("role", "representative", "coordinator", "joined_on", "left_on")
            }
            initial["unit"] = member.unit_id
        super().__init__(data, initial=initial)
        self.workspace, self.member = workspace, member
        people = people_of_workspace(workspace)
        if member and member.coordinator_id:
            people = people | User.objects.filter(pk=member.coordinator_id)
        self.fields["coordinator"].queryset = people  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        """Find the unit by its code or its name."""
        text = self.cleaned_data["unit"].strip()
        found = list(Unit.objects.filter(pk=text) or Unit.objects.filter(name__iexact=text, kind__in=COMMUNES)[:9])
        if not found:
            raise forms.ValidationError(_("No unit of this code or name is known. Check the seven digits."), code="unknown")
        if len(found) > 1:
            codes = ", ".join(f"{unit.pk} ({unit.get_kind_display()})" for unit in found)
            raise forms.ValidationError(
                _("Several units have this name. Write the code: %(codes)s."), params={"codes": codes}
            )
        if self.workspace.members.filter(unit=found[0]).exclude(pk=self.member.pk if self.member else 0).exists():
            raise forms.ValidationError(_("This unit already belongs to the workspace."), code="twice")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Refuse leaving before joining."""
        check_term(self, "joined_on", "left_on")
        return self.cleaned_data

    def save(self, actor: User) -> WorkspaceUnit | None:
        """Add or change the member; give None, with the error at its field, when another press has added it already."""
        values = MemberValues(**self.cleaned_data)
        if self.member:
            return edit_member_unit(actor=actor, member=self.member, values=values)
        try:
            return add_member_unit(actor=actor, workspace=self.workspace, values=values)
        except forms.ValidationError as problem:
            self.add_error("unit", problem)
            return None
