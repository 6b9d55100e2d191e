"""Legal acts, and the teams and commissions that they establish."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from sciezka.kit.templatetags.kit import long_day
from sciezka.rooms.town.models.processes import Process
from sciezka.rooms.town.models.workspaces import Workspace

# The word that stands where a team stands in an address, so no team may be called so.
RESERVED_TEAM_SLUGS = frozenset({"nowy"})


def name_act_file(act: "LegalAct", filename: str) -> str:
    """Give the stored path of an act's file; the name that people see is kept beside it."""
    return f"{act.workspace.scope}acts/{filename}"


class LegalAct(models.Model):
    """A mayor's order, a council's resolution or another act on which rights rest."""

    class Kind(models.TextChoices):
        """What sort of act it is."""

        ORDER = "order", _("order")
        RESOLUTION = "resolution", _("resolution")
        AGREEMENT = "agreement", _("agreement")
        OTHER = "other", _("other act")

    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.ORDER)
    number = models.CharField(_("number"), max_length=60, blank=True)
    date = models.DateField(_("of the day"))
    title = models.CharField(_("title"), max_length=300)
    issuer = models.CharField(_("issued by"), max_length=160, blank=True)
    url = models.URLField(_("published at"), max_length=500, blank=True)
    file = models.FileField(_("file"), upload_to=name_act_file, max_length=300, blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_public = models.BooleanField(_("shown to residents"), default=True)

    class Meta:
        ordering = ("-date", "number")
        verbose_name = _("legal act")
        verbose_name_plural = _("legal acts")

    def __str__(self) -> str:
        # "Other" tells the one who chooses a kind; who reads of the act later would ask: other than what?
        kind = pgettext("of whatever kind", "act") if self.kind == self.Kind.OTHER else self.get_kind_display()
        words = {"kind": kind, "number": self.number, "day": long_day(self.date)}
        if self.number:
            return gettext("%(kind)s No. %(number)s of %(day)s") % words
        return gettext("%(kind)s of %(day)s") % words

    def get_absolute_url(self) -> str:
        """Give the address of the act in the office."""
        return reverse("town:act", kwargs={"workspace": self.workspace.slug, "act": self.pk})

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace


class Team(models.Model):
    """A team or commission: its task, composition and term, from the act that established it."""

    class Kind(models.TextChoices):
        """What sort of body it is."""

        TEAM = "team", _("team")
        COMMISSION = "commission", _("commission")

    class Rights(models.TextChoices):
        """What membership lets a person do in the process."""

        VIEW = "view", _("may read")
        CONTRIBUTE = "contribute", _("may read and draft")

    process = models.ForeignKey(Process, on_delete=models.PROTECT, related_name="teams")
    slug = models.SlugField(_("address"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.TEAM)
    task = models.TextField(_("task"), blank=True)
    composition = models.TextField(_("composition (positions, not names)"), blank=True)
    rights = models.CharField(_("rights"), max_length=10, choices=Rights.choices, default=Rights.CONTRIBUTE)
    act = models.ForeignKey(
        LegalAct, verbose_name=_("legal act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("term from"), null=True, blank=True)
    until = models.DateField(_("term to"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to residents"), default=True)

    class Meta:
        ordering = ("kind", "name")
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = (
            models.UniqueConstraint(fields=("process", "slug"), name="team_address_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="team_ends_after_start",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the team in the office."""
        return reverse("town:team", kwargs={**self.process.address, "team": self.slug})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Membership(models.Model):
    """A person's part in a team, from one day to another."""

    class Function(models.TextChoices):
        """What part the person plays."""

        CHAIR = "chair", _("chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")
        SUBSTITUTE = "substitute", _("substitute")

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    function = models.CharField(_("function"), max_length=10, choices=Function.choices, default=Function.MEMBER)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ("function", "since", "pk")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = (
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_function_display()} – {self.team}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.team.process
