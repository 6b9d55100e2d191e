"""What the town has and what it offers: resources, and products that use them.

Which product uses which resource is a tie of the thread; how unique a resource is and how far it is used, a round says.
"""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.thread.models import Citation
from sciezka.rooms.town.models import Process

LONGEST_NAME = 200


class ResourceKind(models.TextChoices):
    """Of what sort a resource is."""

    NATURE = "nature", pgettext_lazy("resource", "nature")
    PEOPLE = "people", pgettext_lazy("resource", "people")
    INSTITUTIONS = "institutions", pgettext_lazy("resource", "institutions")
    INFRASTRUCTURE = "infrastructure", pgettext_lazy("resource", "infrastructure")
    ECONOMY = "economy", pgettext_lazy("resource", "economy")
    CULTURE = "culture", pgettext_lazy("resource", "culture")
    IMAGE = "image", pgettext_lazy("resource", "image")


class Market(models.TextChoices):
    """How far a product reaches."""

    LOCAL = "local", pgettext_lazy("market", "local")
    REGIONAL = "regional", pgettext_lazy("market", "regional")
    NATIONAL = "national", pgettext_lazy("market", "national")
    INTERNATIONAL = "international", pgettext_lazy("market", "international")


class Stage(models.TextChoices):
    """How far along its life a product is."""

    IDEA = "idea", pgettext_lazy("product", "idea")
    GROWING = "growing", pgettext_lazy("product", "growing")
    MATURE = "mature", pgettext_lazy("product", "mature")
    DECLINING = "declining", pgettext_lazy("product", "declining")


class Asset(models.Model):
    """What a resource and a product share. It is never deleted, only taken off the thread."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    about = models.TextField(_("description"), blank=True)
    # Whoever changes the words says which version they have read, so that nobody's words are lost.
    version = models.PositiveIntegerField(default=1, editable=False)

    node_type: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def citation(self) -> Citation | None:
        """What its node cites: nothing, unless it is evidence."""
        return None

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Resource(Asset):
    """What the town has: of nature, in people, in what was built, in what it is known for."""

    kind = models.CharField(_("kind of resource"), max_length=20, choices=ResourceKind.choices, blank=True)
    control = models.CharField(_("who owns it, who decides about it"), max_length=300, blank=True)
    threats = models.TextField(_("what threatens it"), blank=True)

    node_type = "resource"

    class Meta:
        ordering = ("kind", "name", "pk")
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def get_absolute_url(self) -> str:
        """Give the address of the resource in the office."""
        return reverse("diagnosis:resource", kwargs={**self.process.address, "resource": self.pk})


class Product(Asset):
    """What the town offers somebody by using its resources."""

    audience = models.CharField(_("for whom"), max_length=200, blank=True)
    market = models.CharField(_("market"), max_length=20, choices=Market.choices, blank=True)
    stage = models.CharField(_("stage of life"), max_length=20, choices=Stage.choices, blank=True)

    node_type = "product"

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def get_absolute_url(self) -> str:
        """Give the address of the product in the office."""
        return reverse("diagnosis:product", kwargs={**self.process.address, "product": self.pk})
