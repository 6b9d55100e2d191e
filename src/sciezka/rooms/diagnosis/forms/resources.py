"""What comes in about resources and products."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import NounsField, read_number
from sciezka.kit.refusals import SharedForm, attempt
from sciezka.rooms.diagnosis.actions.resources import (
    ProductValues,
    ResourceValues,
    add_product,
    add_resource,
    edit_product,
    edit_resource,
)
from sciezka.rooms.diagnosis.forms.proposals import CHOOSE
from sciezka.rooms.diagnosis.models import Market, Product, Resource, ResourceKind, Stage
from sciezka.rooms.diagnosis.models.resources import LONGEST_NAME
from sciezka.rooms.diagnosis.queries.resources import standing_resources
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process

LONGEST_TEXT = 4000
Noun = TypeVar("Noun", bound=Model)


class AssetForm(SharedForm, Generic[Noun]):
    """What is said about a resource or a product; where two people say it at once, both texts are kept.

    Attributes:
        standing: what the other person said, when both have changed the same.
    """

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    about = forms.CharField(
        label=_("Description"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31)

    said: tuple[str, ...] = ()

    def __init__(self, process: Process, noun: Any = None, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        initial = {name: getattr(noun, name) for name in (*self.said, "version")} if noun else {}
        super().__init__(data, initial=initial)
        self.process, self.noun = process, noun

    def clean_name(self) -> str:
        """Fold the name into one line."""
        return " ".join(self.cleaned_data["name"].split())

    @property
    def read_version(self) -> int:
        """The version that was read; 0 where the form does not tell, which is never a standing one."""
        return self.cleaned_data.get("version") or 0

    def write(self, actor: User) -> Noun:
        """Add or change the noun."""
        raise NotImplementedError

    def save(self, actor: User) -> Noun | None:
        """Add or change the noun; when it can't be, say why on the form."""
        return attempt(self, self.write, actor)

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """List what two people said differently: the field's name, as it stands, as it was written here."""
        if self.standing is None:
            return []
        rows = []
        for name in self.said:
            standing, mine = getattr(self.standing, name), self.cleaned_data[name]
            if standing != mine:
                choices = {str(key): str(words) for key, words in getattr(self.fields[name], "choices", ())}
                rows.append((str(self.fields[name].label), say_value(standing, choices), say_value(mine, choices)))
        return rows


def say_value(value: object, choices: Mapping[str, str]) -> str:
    """Say what a field holds, as people read it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "" if value is None else choices.get(str(value), str(value))


class ResourceForm(AssetForm[Resource]):
    """What is said about a resource."""

    kind = forms.ChoiceField(label=_("Kind of resource"), choices=[CHOOSE, *ResourceKind.choices])
    control = forms.CharField(label=_("Who owns it, who decides about it"), required=False, max_length=300)
    threats = forms.CharField(
        label=_("What threatens it"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3})
    )

    said = ("name", "kind", "about", "control", "threats")
    field_order = (*said, "version")

    def write(self, actor: User) -> Resource:
        """Add or change the resource."""
        values = ResourceValues(**{name: self.cleaned_data[name] for name in self.said})
        if self.noun:
            return edit_resource(actor=actor, resource=self.noun, version=self.read_version, values=values)
        return add_resource(actor=actor, process=self.process, values=values)


class ProductForm(AssetForm[Product]):
    """What is said about a product, and which resources it uses."""

    audience = forms.CharField(
        label=_("For whom"), required=False, max_length=200, help_text=_("Residents, visitors, firms, students…")
    )
    market = forms.ChoiceField(label=_("Market"), required=False, choices=[("", _("not said")), *Market.choices])
    stage = forms.ChoiceField(label=_("Stage of life"), required=False, choices=[("", _("not said")), *Stage.choices])
    uses = NounsField(
        label=_("Resources that it uses"), required=False, queryset=Resource.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each choice becomes a tie of the golden thread."),
    )  # fmt: skip

    # Which ones it used when the form was drawn: only what was ticked or unticked here is changed.
    used = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_TEXT)

    said = ("name", "about", "audience", "market", "stage")
    field_order = (*said, "uses", "used", "version")

    def __init__(
        self,
        process: Process,
        noun: Product | None = None,
        data: Any = None,  # noqa: ANN401 - what a form takes
        uses: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(process, noun, data)
        self.fields["uses"].queryset = standing_resources(process)  # type: ignore[attr-defined]
        self.initial["uses"] = sorted(uses)
        self.initial["used"] = ",".join(map(str, sorted(uses)))

    def write(self, actor: User) -> Product:
        """Add or change the product, and tie it to what it uses."""
        values = ProductValues(**{name: self.cleaned_data[name] for name in self.said})
        uses = frozenset(row.pk for row in self.cleaned_data["uses"])
        if self.noun is None:
            return add_product(actor=actor, process=self.process, values=values, takes=uses)
        used = frozenset(key for word in self.cleaned_data["used"].split(",") if (key := read_number(word)))
        return edit_product(
            actor=actor, product=self.noun, version=self.read_version, values=values, takes=uses - used, leaves=used - uses
        )
