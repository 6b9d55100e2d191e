"""Units of local government, and the workspaces in which they plan."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Words that begin an address of the product itself, so no workspace may be called so.
RESERVED_SLUGS = frozenset(
    {
        "ankieta",
        "api",
        "biuro",
        "jezyk",
        "kit",
        "konto",
        "pliki",
        "programy",
        "runda",
        "static",
        "zdrowie",
        "zgloszenie",
        "kalendarium",
        "robots.txt",
    }
)


class Unit(models.Model):
    """A unit of local government, as the TERC register of Statistics Poland names it.

    The code has seven digits: voivodeship, county, commune, kind; a county's ends with 000, a voivodeship's with 00000.
    """

    class Kind(models.TextChoices):
        """What sort of unit it is."""

        VOIVODESHIP = "voivodeship", _("voivodeship")
        COUNTY = "county", _("county")
        CITY_COUNTY = "city_county", _("city with county rights")
        URBAN = "urban", _("urban commune")
        RURAL = "rural", _("rural commune")
        URBAN_RURAL = "urban_rural", _("urban-rural commune")

    teryt = models.CharField(
        _("TERYT code"), max_length=7, primary_key=True, validators=[RegexValidator(r"^\d{7}$", _("Seven digits."))]
    )
    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    register_date = models.DateField(_("state of the register"))

    class Meta:
        ordering = ("name",)
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        indexes = (models.Index(fields=("name",), name="unit_by_name"),)

    def __str__(self) -> str:
        return self.name


class Workspace(models.Model):
    """A city's office, or a partnership of many units, sealed off from every other."""

    class Kind(models.TextChoices):
        """Whose workspace it is."""

        OFFICE = "office", _("an office")
        PARTNERSHIP = "partnership", _("a partnership")

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OFFICE)
    accent = models.CharField(
        _("colour"),
        max_length=7,
        blank=True,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", _("A colour such as #17594a."))],
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="pl")
    website = models.URLField(_("website"), blank=True)
    contact = models.EmailField(_("contact for residents"), blank=True)
    units = models.ManyToManyField(Unit, through="WorkspaceUnit", related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("workspace")
        verbose_name_plural = _("workspaces")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the public page."""
        return reverse("town:workspace", kwargs={"workspace": self.slug})

    @property
    def place(self) -> "Workspace":
        """The workspace is its own place."""
        return self

    @property
    def scope(self) -> str:
        """The path in the journal."""
        return f"w{self.pk}/"

    @property
    def workspace(self) -> "Workspace":
        """Itself, so that a rule can ask any noun for its workspace."""
        return self


class WorkspaceUnit(models.Model):
    """A unit's part in a workspace: the office's own unit, or a partnership's member."""

    class Role(models.TextChoices):
        """What part the unit plays."""

        LEAD = "lead", _("leader")
        MEMBER = "member", _("member")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="members")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=6, choices=Role.choices, default=Role.MEMBER)
    representative = models.CharField(_("representative (position)"), max_length=160, blank=True)
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("co-ordinator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    left_on = models.DateField(_("left on"), null=True, blank=True)

    class Meta:
        ordering = ("role", "unit__name")
        verbose_name = _("member unit")
        verbose_name_plural = _("member units")
        constraints = (models.UniqueConstraint(fields=("workspace", "unit"), name="unit_once_in_workspace"),)

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace


class Seat(models.Model):
    """A person's standing duty in a workspace, from one day to another, on the strength of an act."""

    class Role(models.TextChoices):
        """What the person does there."""

        COORDINATOR = "coordinator", _("co-ordinator")
        ADVISER = "adviser", _("adviser")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)
    act = models.ForeignKey(
        "town.LegalAct", verbose_name=_("legal act"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ("role", "since")
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = (
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.workspace})"

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.workspace
