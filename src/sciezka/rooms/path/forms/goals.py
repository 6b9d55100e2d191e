"""What comes in about goals: what they say, where they stand, what they answer and use."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import NounField, NounsField, read_number
from sciezka.kit.refusals import SharedForm, attempt, renew_marks
from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.path.actions.goals import SAID, add_goal, edit_goal
from sciezka.rooms.path.actions.goals_grounds import Choice, Crossed, Touched, set_grounds
from sciezka.rooms.path.models import Goal
from sciezka.rooms.path.queries.goals_grounds import Ground, GroundGroup, list_grounds
from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.thread.queries.types import read_kind
from sciezka.rooms.town.models import Process, Team

LONGEST_TEXT = 4000
LONGEST_REASON = 2000
NOT_SAID = ("", _("not said"))


class GoalForm(SharedForm):
    """What a goal says, with the version that was read."""

    name = forms.CharField(
        label=_("Goal"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What will be different, in one sentence: a state, not a deed. “More young people stay in the town.”"),
    )
    about = forms.CharField(
        label=_("What is to be different"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    dimension = forms.ChoiceField(label=_("Dimension"), required=False, choices=[NOT_SAID, *Dimension.choices])
    directions = forms.CharField(
        label=_("Directions"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In which directions the town wants to act, one in a line."),
    )
    owner = NounField(Team.objects.none(), label=_("Team that owns it"), required=False, empty_label=NOT_SAID[1])
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)

    def __init__(self, process: Process, goal: Goal | None = None, parent: Goal | None = None, data: Any = None) -> None:  # noqa: ANN401
        initial = {name: getattr(goal, name) for name in (*SAID, "version")} if goal else {}
        super().__init__(data, initial=initial)
        self.process, self.goal, self.parent = process, goal, parent
        self.fields["owner"].queryset = Team.objects.filter(process=process)  # type: ignore[attr-defined]
        # While somebody writes, hints come; without scripts they stand on the goal's page.
        self.fields["name"].widget.attrs |= {
            "hx-get": reverse("path:goal_hints", kwargs=process.address),
            "hx-trigger": "input changed delay:500ms",
            "hx-target": "#goal-hints",
            "hx-swap": "innerHTML",
        }

    def clean_name(self) -> str:
        """Fold the name into one line."""
        return " ".join(self.cleaned_data["name"].split())

    @property
    def others(self) -> list[tuple[str, str]]:
        """What stands now, where somebody else has changed it: the field's label and the words."""
        if self.standing is None:
            return []
        rows = [
            (name, getattr(self.standing, f"get_{name}_display", lambda name=name: getattr(self.standing, name))())
            for name in SAID
        ]
        return [
            (str(self.fields[name].label), str(said or "–"))
            for name, said in rows
            if getattr(self.standing, name) != self.cleaned_data.get(name)
        ]

    def save(self, actor: User) -> Goal | None:
        """Add the goal, or change it; where somebody else has, keep both texts."""
        values = {name: self.cleaned_data[name] for name in SAID}
        if self.goal is None:
            return attempt(self, add_goal, actor=actor, process=self.process, parent=self.parent, values=values)
        version = self.cleaned_data["version"] or 0
        return attempt(self, edit_goal, actor=actor, goal=self.goal, version=version, values=values)


class MoveForm(forms.Form):
    """Under which strategic goal an operational one is to stand."""

    parent = NounField(Goal.objects.none(), label=_("Strategic goal"))

    def __init__(self, goal: Goal, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        nodes = nodes_by_key(goal.process, Goal)
        super().__init__(data, initial={"parent": goal.parent_id})
        standing = [key for key, node in nodes.items() if not node.is_taken_off]
        field = self.fields["parent"]
        field.queryset = Goal.objects.filter(process=goal.process, parent=None, pk__in=standing)  # type: ignore[attr-defined]
        field.say = lambda row: f"{nodes[row.pk].code} {row.name}"  # type: ignore[attr-defined]


class GroundRow:
    """The three fields of one statement that a goal may rest on."""

    def __init__(self, form: "GroundsForm", ground: Ground) -> None:
        self.form, self.ground, self.key = form, ground, ground.node.pk

    @property
    def tick(self) -> forms.BoundField:
        """The box to tick."""
        return self.form[f"tie-{self.key}"]

    @property
    def why(self) -> forms.BoundField:
        """The reason."""
        return self.form[f"why-{self.key}"]

    @property
    def was(self) -> forms.BoundField:
        """What was shown."""
        return self.form[f"was-{self.key}"]

    @property
    def is_open(self) -> bool:
        """Tell whether it is ticked, or something is wrong with it."""
        return bool(self.tick.value()) or bool(self.why.errors)

    @property
    def crossed(self) -> str:
        """What stands now, where somebody else has changed it."""
        if self.key not in self.form.crossed:
            return ""
        return self.form.crossed[self.key] or str(_("no tie"))


class GroundsForm(forms.Form):
    """What a goal answers and uses, with reasons, and whom it touches."""

    touches = NounsField(
        None,
        label=_("Whom it touches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Organisations and groups that it helps or burdens. The check asks whether they were heard."),
    )
    touched = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def __init__(self, goal: Goal, node: Node, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        known = sorted(goal.touches.values_list("pk", flat=True))
        super().__init__(data, initial={"touches": known, "touched": ",".join(map(str, known))})
        self.goal = goal
        self.crossed: dict[int, str | None] = {}
        self.groups: list[GroundGroup] = list_grounds(goal, node)
        self.fields["touches"].queryset = register_of(goal.process, with_people=False)  # type: ignore[attr-defined]
        self.rows = [GroundRow(self, ground) for group in self.groups for ground in group.grounds]
        for row in self.rows:
            ground = row.ground
            self.fields[f"tie-{row.key}"] = forms.BooleanField(
                label=f"{ground.node.code} {ground.node.title}", required=False, initial=ground.is_tied
            )
            self.fields[f"why-{row.key}"] = forms.CharField(
                label=_("Why"), required=False, max_length=LONGEST_REASON, initial=ground.reason or "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"was-{row.key}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=LONGEST_REASON + 1, strip=False,
                initial=f"+{ground.reason}" if ground.is_tied else "",
            )  # fmt: skip

    @property
    def shown(self) -> list[tuple[GroundGroup, list[GroundRow]]]:
        """The rows by their types."""
        return [(group, [row for row in self.rows if row.ground in group.grounds]) for group in self.groups]

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where a tie needs one."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for row in self.rows:
            if said.get(f"tie-{row.key}") and not said.get(f"why-{row.key}") and read_kind(row.ground.kind).needs_reason:
                self.add_error(f"why-{row.key}", _("Give the reason for the tie."))
        return said

    def list_choices(self) -> list[Choice]:
        """List what was said of each statement, beside what was shown."""
        said = self.cleaned_data
        choices = []
        for row in self.rows:
            was = said[f"was-{row.key}"].replace("\r\n", "\n")
            now = said[f"why-{row.key}"].replace("\r\n", "\n") if said[f"tie-{row.key}"] else None
            choices.append(Choice(row.ground.node, row.ground.kind, was[1:] if was else None, now))
        return choices

    def save(self, actor: User) -> bool:
        """Tie and untie; where somebody else has changed the same, show both."""
        seen = {number for word in self.cleaned_data["touched"].split(",") if (number := read_number(word))}
        rows = list(self.cleaned_data["touches"])
        gone = seen - {row.pk for row in rows}
        touched = Touched(
            add=[row for row in rows if row.pk not in seen], remove=list(self.goal.touches.filter(pk__in=gone))
        )
        try:
            set_grounds(actor=actor, goal=self.goal, choices=self.list_choices(), touched=touched)
        except Crossed as crossed:
            self.crossed = crossed.standing
            fresh = {f"was-{key}": "" if said is None else f"+{said}" for key, said in crossed.standing.items()}
            renew_marks(self, crossed, **fresh)
            return False
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return False
        return True
