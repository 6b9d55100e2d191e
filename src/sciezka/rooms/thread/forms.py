"""What comes in about a node, a tie, and the check of a plan."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sciezka.kit.forms import NounField
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import rename, tie
from sciezka.rooms.thread.actions.snapshots import copy_snapshot, save_snapshot
from sciezka.rooms.thread.actions.waivers import choose_settings, waive
from sciezka.rooms.thread.models import CheckSettings, Node, Snapshot, Tie, Waiver
from sciezka.rooms.thread.models.checks import EVIDENCE_YEARS, MOST_YEARS
from sciezka.rooms.thread.models.snapshots import LONGEST_NAME
from sciezka.rooms.thread.queries import suggest
from sciezka.rooms.thread.queries.plan import Rule
from sciezka.rooms.thread.queries.types import read_kind, read_type, relations_of
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.queries.kalendarium import events_of, tell_event


class TieForm(forms.Form):
    """A tie of one node with another: how, with which, and why."""

    relation = forms.ChoiceField(label=_("Kind of tie"), widget=forms.RadioSelect)
    search = forms.CharField(label=_("Search among the nodes"), required=False, max_length=100)
    other = forms.ChoiceField(label=_("With which node"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that a reader can check."),
    )

    def __init__(self, node: Node, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.node = node
        self.relations = {way.key: way for way in relations_of(node.type)}
        choices = [(key, way.label) for key, way in self.relations.items()]
        self.fields["relation"].choices = choices  # type: ignore[attr-defined]
        way = self.relations.get(str(self.data.get("relation", "")))
        self.fields["reason"].required = way is None or read_kind(way.kind).needs_reason
        search = str(self.data.get("search", ""))[:100] if self.is_bound else ""
        chosen = str(self.data.get("other", ""))[:20] if self.is_bound else ""
        offered = suggest(node.process, search, beside=node)
        if chosen and chosen not in {row.code for row in offered}:
            # What was chosen before the search went on stays in the list.
            offered += [row for row in suggest(node.process, chosen, beside=node) if row.code == chosen]
        self.offered = {row.code: row for row in offered}
        self.fields["other"].choices = [  # type: ignore[attr-defined]
            (code, f"{code} {row.title} ({read_type(row.type).label})") for code, row in self.offered.items()
        ]

    def save(self, actor: User) -> Tie | None:
        """Tie the nodes; when the thread refuses, say why on the form."""
        way, other = self.relations[self.cleaned_data["relation"]], self.offered[self.cleaned_data["other"]]
        source, target = (self.node, other) if way.is_forward else (other, self.node)
        try:
            return tie(actor=actor, source=source, target=target, kind=way.kind, reason=self.cleaned_data["reason"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class TitleForm(forms.Form):
    """The title of a node."""

    title = forms.CharField(label=_("Title"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, node: Node, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"title": node.title})
        self.node = node

    def save(self, actor: User) -> Node:
        """Rename the node."""
        return rename(actor=actor, node=self.node, title=self.cleaned_data["title"])


class WaiverForm(forms.Form):
    """Why a rule does not count, for what, and until when."""

    scope = forms.ChoiceField(
        label=_("What it goes for"),
        widget=forms.RadioSelect,
        choices=(("this", _("only this")), ("plan", _("the whole plan: the rule is not asked any more"))),
        initial="this",
    )
    reason = forms.CharField(
        label=_("Why the rule does not count here"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is listed beside the check, for everybody who works in the process."),
    )
    until = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After this day the rule counts again. Without a day the waiver lasts until somebody ends it."),
    )

    def __init__(
        self,
        process: Process,
        rule: Rule,
        *,
        node: Node | None = None,
        about: str = "",
        data: Any = None,  # noqa: ANN401 - what a form takes
    ) -> None:
        super().__init__(data)
        self.process, self.rule, self.node, self.about = process, rule, node, about
        if node is None and not about:
            del self.fields["scope"]

    def save(self, actor: User) -> Waiver | None:
        """Waive the rule; when it is refused, say why on the form."""
        said = self.cleaned_data
        is_narrow = said.get("scope", "plan") == "this"
        try:
            return waive(
                actor=actor, process=self.process, rule=self.rule.code, reason=said["reason"], until=said["until"],
                node=self.node if is_narrow else None, about=self.about if is_narrow else "",
            )  # fmt: skip
        except ValidationError as refusal:
            self.add_error("until" if refusal.code == "past" else None, refusal)
            return None


class CheckSettingsForm(forms.Form):
    """What a plan is held to."""

    evidence_years = forms.IntegerField(
        label=_("Evidence is old after (years)"),
        min_value=1,
        max_value=MOST_YEARS,
        help_text=_("Older evidence is a warning; evidence more than twice as old must be replaced before adoption."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        chosen = CheckSettings.objects.filter(process=process).first()
        super().__init__(data, initial={"evidence_years": chosen.evidence_years if chosen else EVIDENCE_YEARS})
        self.process = process

    def save(self, actor: User) -> CheckSettings:
        """Keep the choice."""
        return choose_settings(actor=actor, process=self.process, evidence_years=self.cleaned_data["evidence_years"])


class SnapshotForm(forms.Form):
    """Under what name the thread is saved, and on which event's decision."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("For instance “Before the consultations”, or “Put to adoption”."),
    )
    event = NounField(
        label=_("On which event’s decision"),
        required=False,
        queryset=Event.objects.none(),
        empty_label=_("no event"),
        say=tell_event,
    )
    remarks = forms.CharField(label=_("Remarks"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, process: Process, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data)
        self.process = process
        self.fields["event"].queryset = events_of(process)  # type: ignore[attr-defined]

    def save(self, actor: User) -> Snapshot | None:
        """Save the thread; when there is nothing to save, say so on the form."""
        try:
            return save_snapshot(actor=actor, process=self.process, **self.cleaned_data)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None


class CopyForm(forms.Form):
    """What the copy is called."""

    name = forms.CharField(
        label=_("Name of the copy"),
        max_length=200,
        help_text=_("A new process will have this name. Residents do not see it until somebody publishes it."),
    )

    def __init__(self, snapshot: Snapshot, data: Any = None) -> None:  # noqa: ANN401 - what a form takes
        super().__init__(data, initial={"name": f"{snapshot.process.name} – {snapshot.name}"[:200]})
        self.snapshot = snapshot

    def save(self, actor: User) -> Process | None:
        """Open the copy; when it can't be, say why on the form."""
        try:
            return copy_snapshot(actor=actor, snapshot=self.snapshot, name=self.cleaned_data["name"])
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return None
