"""What comes in about a task."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.tasks import TaskValues, edit_task, plan_task
from sciezka.rooms.town.forms.fields import Data, DayField, check_term, text_area
from sciezka.rooms.town.models import Process, Stage, Task, Team
from sciezka.rooms.town.queries.tasks import people_of


class TaskForm(forms.Form):
    """A task of the plan. Who has it is one choice: a person of the workspace or a team."""

    title = forms.CharField(label=_("Task"), max_length=200, help_text=_("What is to be done, beginning with a verb."))
    description = forms.CharField(label=_("Description"), required=False, max_length=10_000, widget=text_area(4))
    stage = forms.ModelChoiceField(Stage.objects.none(), label=_("Stage"), required=False, empty_label=_("no stage"))
    holder = forms.ChoiceField(label=_("Who has it"), required=False)
    starts_on = DayField(label=_("Start"))
    due_on = DayField(label=_("Due"))
    status = forms.ChoiceField(label=_("Status"), choices=Task.Status.choices)

    def __init__(self, process: Process, task: Task | None, data: Data = None, *, stage: int | None = None) -> None:
        today = timezone.localdate()
        initial: dict[str, Any] = {"status": Task.Status.TODO, "starts_on": today, "stage": stage}
        if task:
            initial = {
                name: getattr(task, name) for name in ("title", "description", "stage", "starts_on", "due_on", "status")
            }
            initial["holder"] = f"u{task.owner_id}" if task.owner_id else f"t{task.team_id}" if task.team_id else ""
        super().__init__(data, initial=initial)
        self.process, self.task = process, task
        self.fields["stage"].queryset = process.stages.all()  # type: ignore[attr-defined]
        self.people, self.teams = find_holders(process, task)
        self.fields["holder"].choices = list_holders(self.people, self.teams)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a due day before the start."""
        check_term(self, "starts_on", "due_on")
        return self.cleaned_data

    def save(self, actor: User) -> Task:
        """Plan the task or change it."""
        values = dict(self.cleaned_data)
        holder = values.pop("holder")
        kind, key = holder[:1], int(holder[1:] or 0)
        owner = self.people.get(key) if kind == "u" else None
        team = self.teams.get(key) if kind == "t" else None
        filled = TaskValues(**values, owner=owner, team=team)
        if self.task:
            return edit_task(actor=actor, task=self.task, values=filled)
        return plan_task(actor=actor, process=self.process, values=filled)


def find_holders(process: Process, task: Task | None) -> tuple[dict[int, User], dict[int, Team]]:
    """Find who may have a task; whoever has it now stays in the list, even when their rights have ended."""
    people = {user.pk: user for user in people_of(process)}
    if task and task.owner:
        people.setdefault(task.owner.pk, task.owner)
    return people, {team.pk: team for team in process.teams.all()}


def list_holders(people: dict[int, User], teams: dict[int, Team]) -> list[tuple[Any, Any]]:
    """List the choices: nobody, people, teams."""
    groups: list[tuple[Any, Any]] = [("", _("nobody yet"))]
    if people:
        groups.append((_("People"), [(f"u{key}", str(user)) for key, user in people.items()]))
    if teams:
        groups.append((_("Teams"), [(f"t{key}", str(team)) for key, team in teams.items()]))
    return groups
