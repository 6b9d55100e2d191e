"""Nodes of the thread and the ties between them."""

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Process

# The order of codes: those made from another node's code stand after it.
BY_CODE = (F("under__number").asc(nulls_first=True), "number", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a node cites: the figure or the words, of when, from where, computed how.

    Args:
        number: the figure as cited; None when words are cited.
        unit: what the figure counts, such as ``%``.
        text: the sentence that reads the figure, or the words that are cited.
        of: the day (ISO) or the year that it is of.
        source: where it comes from.
        recipe: the digest or the name of the recipe that computed it.
        version: the version of the data or of the document.
        href: the address, inside the product, that shows it as it was cited.
    """

    number: float | None = None
    unit: str = ""
    text: str = ""
    of: str = ""
    source: str = ""
    recipe: str = ""
    version: str = ""
    href: str = ""

    def as_stored(self) -> dict[str, Any]:
        """Give what is said, for the database."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    def differs_from(self, other: "Citation") -> bool:
        """Tell whether another says something else: another figure, or other words where no figure is cited."""
        if self.number is not None or other.number is not None:
            return self.number != other.number
        return self.text != other.text


def read_citation(stored: dict[str, Any]) -> Citation | None:
    """Read a citation as it was stored; words that are not known any more are passed over."""
    known = {name: stored[name] for name in Citation.__dataclass_fields__ if name in stored}
    return Citation(**known) if known else None


class Node(models.Model):
    """One noun on the thread. It is never deleted, only taken off, so that its code is never used again."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    type = models.SlugField(_("type"), max_length=40)
    code = models.CharField(_("code"), max_length=20)
    number = models.PositiveIntegerField(editable=False)
    under = models.ForeignKey(
        "self", verbose_name=_("belongs to"), null=True, blank=True, on_delete=models.PROTECT, related_name="below"
    )
    title = models.CharField(_("title"), max_length=300)
    # The noun by name, without a key of the database: the rooms that hold nouns come later than this one.
    noun_kind = models.CharField(_("kind of noun"), max_length=60)
    noun_key = models.CharField(_("key of the noun"), max_length=40)
    cited = models.JSONField(_("what is cited"), default=dict, blank=True)
    cited_at = models.DateTimeField(_("cited on"), null=True, blank=True)
    hung_by = models.UUIDField(null=True, editable=False)
    hung_at = models.DateTimeField(_("on the thread since"), default=timezone.now, editable=False)
    taken_off_at = models.DateTimeField(_("taken off"), null=True, blank=True, editable=False)

    class Meta:
        ordering = BY_CODE
        verbose_name = _("node of the thread")
        verbose_name_plural = _("nodes of the thread")
        constraints = (
            models.UniqueConstraint(fields=("process", "code"), name="code_never_used_again"),
            models.UniqueConstraint(fields=("process", "type", "noun_kind", "noun_key"), name="noun_hangs_once"),
        )
        indexes = (models.Index(fields=("noun_kind", "noun_key"), name="node_by_noun"),)

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        """Give the address of the node in the office."""
        return reverse("thread:node", kwargs=self.address)

    @property
    def address(self) -> dict[str, str]:
        """The words that name the node in an address."""
        return {**self.process.address, "node": self.code}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def citation(self) -> Citation | None:
        """What the node cites, or nothing."""
        return read_citation(self.cited)

    @property
    def is_taken_off(self) -> bool:
        """Tell whether the node was taken off the thread."""
        return self.taken_off_at is not None


class Tie(models.Model):
    """A tie from what carries (the source) to what rests on it (the target), with the reason why."""

    source = models.ForeignKey(Node, verbose_name=_("starting node"), on_delete=models.PROTECT, related_name="ties_out")
    target = models.ForeignKey(Node, verbose_name=_("end node"), on_delete=models.PROTECT, related_name="ties_in")
    kind = models.SlugField(_("kind of tie"), max_length=40)
    reason = models.TextField(_("reason"))
    author = models.UUIDField(null=True, editable=False)
    created_at = models.DateTimeField(_("tied on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ("created_at", "pk")
        verbose_name = _("tie")
        verbose_name_plural = _("ties")
        constraints = (
            models.UniqueConstraint(fields=("source", "target", "kind"), name="tie_once_of_a_kind"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="no_node_is_tied_to_itself"),
        )

    def __str__(self) -> str:
        return f"{self.source.code} → {self.target.code}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.source.process
