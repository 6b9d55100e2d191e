"""Programmes, and a city's run of one: its stages and planned tasks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models.workspaces import Workspace

# Words that stand where a process stands in an office's addresses, so no process may be called so.
RESERVED_PROCESS_SLUGS = frozenset(
    {"akty", "ankiety-wzory", "dziennik", "nowy-proces", "osoby", "pytania", "ustawienia", "kolory"}
)


class Programme(models.Model):
    """A programme's template as this instance holds it: shipped with the product, or edited by the operator."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    version = models.CharField(_("version"), max_length=20)
    name = models.CharField(_("name"), max_length=160)
    source = models.TextField(_("content (TOML)"))
    is_edited = models.BooleanField(_("edited here"), default=False)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name",)
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name


class Process(models.Model):
    """One city's run of a programme: its calendar, stages, tasks and teams."""

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="processes")
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    summary = models.TextField(_("for residents, in a few sentences"), blank=True)
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme_version = models.CharField(max_length=20, blank=True)
    started_on = models.DateField(_("start"))
    ended_on = models.DateField(_("end"), null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-started_on",)
        verbose_name = _("process")
        verbose_name_plural = _("processes")
        constraints = (
            models.UniqueConstraint(fields=("workspace", "slug"), name="process_address_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")), name="process_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the public page."""
        return reverse("town:process", kwargs=self.address)

    @property
    def address(self) -> dict[str, str]:
        """The words that name the process in an address."""
        return {"workspace": self.workspace.slug, "process": self.slug}

    @property
    def is_published(self) -> bool:
        """Tell whether residents can see the process."""
        return self.published_at is not None

    @property
    def place(self) -> "Process":
        """The process is its own place."""
        return self

    @property
    def scope(self) -> str:
        """The path in the journal."""
        return f"w{self.workspace_id}/p{self.pk}/"


class Stage(models.Model):
    """A stage of a process: an attribute of work, not a gate (stages overlap in real life)."""

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="stages")
    number = models.CharField(_("number"), max_length=8)
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=60)
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True)
    outputs = models.JSONField(_("expected outputs"), default=list, blank=True)
    tools = models.JSONField(_("tools"), default=list, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = (models.UniqueConstraint(fields=("process", "key"), name="stage_once_in_process"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Task(models.Model):
    """A piece of planned work with its owner and due date."""

    class Status(models.TextChoices):
        """How far the task is."""

        TODO = "todo", _("to do")
        DOING = "doing", _("under way")
        DONE = "done", _("done")

    process = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="tasks")
    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("task"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(
        "town.Team", verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_on = models.DateField(_("start"))
    due_on = models.DateField(_("due"))
    status = models.CharField(_("status"), max_length=5, choices=Status.choices, default=Status.TODO)
    done_on = models.DateField(_("done on"), null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "due_on", "pk")
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        constraints = (models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="task_due_after_start"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of the task in the office."""
        return reverse("town:task", kwargs={**self.process.address, "task": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
