"""What people send to make a comparison group: by rule, from a table, the nearest towns, or picked by hand."""

import math
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.index.types import IndexProblem
from sciezka.core.peers import (
    CountyRights,
    Group,
    Kind,
    Population,
    Voivodeship,
    gather_by_rule,
    gather_by_type,
    gather_picked,
    read_types,
)
from sciezka.core.peers.rules import AllOf, Rule
from sciezka.rooms.monitor.actions.groups import GroupValues
from sciezka.rooms.monitor.models import ComparisonGroup
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.groups import list_variables, name_variable, say_peers_problem
from sciezka.rooms.monitor.queries.words import KINDS, VOIVODESHIPS
from sciezka.rooms.monitor.store.readings.groups import PEOPLE, find_nearest
from sciezka.rooms.monitor.store.sight import Sight

MOST_MEMBERS: Final = 2500
MOST_NEIGHBOURS: Final = 200
MOST_TEXT: Final = 400_000
USUAL_NEIGHBOURS: Final = 20


class GroupForm(forms.Form):
    """What every way of making a group asks for.

    Args:
        choice: the town and the data in force.
        group: the group that gets a new version; nothing when one is made.
    """

    kind: str = ""
    name = forms.CharField(label=gettext_lazy("Name of the group"), max_length=160)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own arguments
        choice: Choice,
        sight: Sight,
        group: ComparisonGroup | None = None,
        **kwargs: Any,  # noqa: ANN401 - Django's own arguments
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choice = choice
        self.sight = sight
        self.group = group
        self.values: GroupValues | None = None
        self.prepare()

    def prepare(self) -> None:
        """Fill the fields' choices from the data in force."""

    def gather(self, cleaned: dict[str, Any]) -> GroupValues:
        """Find the members.

        Raises:
            IndexProblem: nobody belongs, or what was asked for can't be done.
        """
        raise NotImplementedError

    def clean_name(self) -> str:
        """Refuse a name that another group of the process has."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        others = ComparisonGroup.objects.filter(process=self.choice.process, name=name)
        if others.exclude(pk=self.group.pk if self.group else 0).exists():
            raise self.say_taken()
        return name

    @staticmethod
    def say_taken() -> forms.ValidationError:
        """Say that another group has the name."""
        return forms.ValidationError(_("There is a group of this name already. Choose another name."), code="taken")

    def clean(self) -> dict[str, Any]:
        """Find the members, so that the form can say why it can't be done."""
        cleaned = dict(super().clean() or {})
        if not self.errors:
            try:
                self.values = self.gather(cleaned)
            except IndexProblem as problem:
                raise forms.ValidationError(say_peers_problem(problem), code=problem.code) from problem
        return cleaned

    @property
    def unit(self) -> str:
        """The key of the town, which always belongs."""
        return self.choice.unit.key

    def with_town(self, group: Group) -> Group:
        """Put the town into a group if it is not there."""
        return Group(group.name, group.rule, tuple(sorted({*group.members, self.unit})), group.year)


class RuleForm(GroupForm):
    """A group by rule."""

    kind = ComparisonGroup.Kind.RULE
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kind of commune"),
        choices=[(str(kind), name) for kind, name in KINDS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all kinds."),
    )
    rights = forms.ChoiceField(
        label=gettext_lazy("County rights"),
        choices=[
            ("", gettext_lazy("it does not matter")),
            ("yes", gettext_lazy("only cities with county rights")),
            ("no", gettext_lazy("only communes without county rights")),
        ],
        required=False,
    )
    low = forms.IntegerField(label=gettext_lazy("At least so many residents"), min_value=0, max_value=10**8, required=False)
    high = forms.IntegerField(label=gettext_lazy("Fewer residents than"), min_value=1, max_value=10**8, required=False)
    voivodeships = forms.MultipleChoiceField(
        label=gettext_lazy("Voivodeships"),
        choices=list(VOIVODESHIPS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None ticked: all voivodeships."),
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Population in the year"), coerce=int)

    def prepare(self) -> None:
        """Offer the years whose population is known."""
        years = sorted(self.sight.people_by_year, reverse=True) or [self.choice.year]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]

    def gather(self, cleaned: dict[str, Any]) -> GroupValues:
        """Find the members by the rule."""
        low, high = cleaned.get("low"), cleaned.get("high")
        parts: list[Rule] = []
        if cleaned["kinds"]:
            parts.append(Kind(tuple(int(kind) for kind in cleaned["kinds"])))
        if cleaned["rights"]:
            parts.append(CountyRights(cleaned["rights"] == "yes"))
        if low is not None or high is not None:
            if high is not None and (low or 0) >= high:
                raise IndexProblem("peers.band", "The lower bound of the population must be below the upper one.")
            parts.append(Population(float(low or 0), math.inf if high is None else float(high)))
        if cleaned["voivodeships"]:
            parts.append(Voivodeship(tuple(cleaned["voivodeships"])))
        facts = self.sight.facts_of(cleaned["year"]).values()
        group = gather_by_rule(cleaned["name"], AllOf(tuple(parts)), facts, cleaned["year"], always=self.unit)
        kept = ("kinds", "rights", "low", "high", "voivodeships", "year")
        return GroupValues(group=group, said={"form": {name: cleaned.get(name) for name in kept}})


class TableForm(GroupForm):
    """A group from a table ``teryt;type``."""

    kind = ComparisonGroup.Kind.TABLE
    table = forms.CharField(
        label=gettext_lazy("Table"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        max_length=MOST_TEXT,
        required=False,
        help_text=gettext_lazy("The first line is teryt;type, then one commune a line, such as 0261011;B. Or send a file."),
    )
    file = forms.FileField(label=gettext_lazy("File with the table (CSV)"), required=False, allow_empty_file=True)
    source = forms.CharField(
        label=gettext_lazy("Source of the table"),
        max_length=300,
        help_text=gettext_lazy("Who made it and when; it is shown beside the group."),
    )
    types = forms.MultipleChoiceField(
        label=gettext_lazy("Types that belong to the group"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def prepare(self) -> None:
        """Read the table first, so that its types can be offered."""
        self.needs_types = False
        text = self._take_text() if self.is_bound else str(self.initial.get("table", ""))
        self.found: dict[str, str] = {}
        self.refused: IndexProblem | None = None
        if text:
            try:
                self.found = read_types(text)
            except IndexProblem as problem:
                self.refused = problem
        types = sorted(set(self.found.values()))[:200]
        self.fields["types"].choices = [(word, word) for word in types]  # type: ignore[attr-defined]
        if not types:
            self.fields["types"].widget = forms.MultipleHiddenInput()

    def _take_text(self) -> str:
        """Take the table from the file, if one was sent, and keep it in the form."""
        sent = self.files.get("file")
        text = str(self.data.get("table", ""))[:MOST_TEXT]
        if sent is not None and 0 < (sent.size or 0) <= MOST_TEXT:
            text = sent.read().decode("utf-8-sig", errors="replace")
            kept = QueryDict(mutable=True)
            kept.update(self.data)
            kept["table"] = text
            self.data = kept
        return text.replace("\r\n", "\n").strip()

    def gather(self, cleaned: dict[str, Any]) -> GroupValues:
        """Find the members by their types."""
        if self.refused is not None:
            raise self.refused
        if not self.found:
            raise IndexProblem("peers.table_empty", "Give a table: paste it or send it as a file.")
        if not cleaned["types"]:
            raise IndexProblem("peers.no_type", "The table was read. Now tick the types that belong to the group.")
        known = {key: word for key, word in self.found.items() if key in self.sight.cube.unit_place}
        group = self.with_town(gather_by_type(cleaned["name"], known, cleaned["types"], 0))
        unknown = len(self.found) - len(known)
        table = "teryt;type\n" + "\n".join(f"{key};{word}" for key, word in self.found.items())
        said = {"source": cleaned["source"], "unknown": unknown}
        return GroupValues(
            group=group,
            said={**said, "form": {"table": table, "source": cleaned["source"], "types": cleaned["types"]}},
        )


class NearestForm(GroupForm):
    """The towns most like the town."""

    kind = ComparisonGroup.Kind.NEAREST
    count = forms.IntegerField(
        label=gettext_lazy("How many towns"), min_value=1, max_value=MOST_NEIGHBOURS, initial=USUAL_NEIGHBOURS
    )
    variables = forms.MultipleChoiceField(
        label=gettext_lazy("Alike in"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Choose what makes towns comparable, such as size or age of residents; not what is to be judged."
        ),
    )
    alike = forms.BooleanField(
        label=gettext_lazy("Only communes of the same kind, with county rights as the town has them"),
        required=False,
        initial=True,
    )
    year = forms.TypedChoiceField(label=gettext_lazy("Values of the year"), coerce=int)

    def prepare(self) -> None:
        """Offer the years and the variables that are known of the town."""
        years = list(self.choice.years) or [self.choice.year]
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        asked = str(self.data.get("year", "") if self.is_bound else self.initial.get("year", ""))
        year = int(asked) if asked.isdecimal() and len(asked) == 4 else self.choice.year  # noqa: PLR2004
        self.fields["year"].initial = year
        variables = list_variables(self.sight, self.unit, year)
        self.fields["variables"].choices = list(variables)  # type: ignore[attr-defined]
        if any(key == PEOPLE for key, _name in variables):
            self.fields["variables"].initial = [PEOPLE]

    def gather(self, cleaned: dict[str, Any]) -> GroupValues:
        """Find the nearest towns."""
        found = find_nearest(
            self.sight, self.unit, cleaned["variables"], name=cleaned["name"], count=cleaned["count"],
            year=cleaned["year"], alike=cleaned["alike"],
        )  # fmt: skip
        form = {name: cleaned[name] for name in ("count", "variables", "alike", "year")}
        distances = {
            "unit": self.unit,
            "variables": list(found.variables),
            "names": [name_variable(self.sight, variable) for variable in found.variables],
            "by": dict(found.distances),
            "differences": {key: list(row) for key, row in found.differences.items()},
        }
        return GroupValues(group=found.group, said={"form": form}, distances=distances)


class HandForm(GroupForm):
    """Towns picked by hand; the boxes are drawn by the template."""

    kind = ComparisonGroup.Kind.HAND

    def prepare(self) -> None:
        """Take the ticked towns."""
        sent = self.data.getlist("towns") if isinstance(self.data, QueryDict) and self.is_bound else None
        ticked = self.initial.get("towns", ()) if sent is None else sent
        self.ticked = tuple(dict.fromkeys(str(key)[:7] for key in ticked))[: MOST_MEMBERS + 1]

    def gather(self, cleaned: dict[str, Any]) -> GroupValues:
        """Make the group of the ticked towns."""
        if len(self.ticked) > MOST_MEMBERS:
            raise IndexProblem("peers.many", "So many units are no comparison group. Tick fewer.")
        if not set(self.ticked) - {self.unit}:
            raise IndexProblem("peers.nobody", "Tick at least one town to compare with.")
        group = gather_picked(cleaned["name"], {*self.ticked, self.unit}, known=self.sight.cube.unit_place)
        return GroupValues(group=group)


FORMS: Final[dict[str, type[GroupForm]]] = {
    ComparisonGroup.Kind.RULE: RuleForm,
    ComparisonGroup.Kind.TABLE: TableForm,
    ComparisonGroup.Kind.NEAREST: NearestForm,
    ComparisonGroup.Kind.HAND: HandForm,
}
