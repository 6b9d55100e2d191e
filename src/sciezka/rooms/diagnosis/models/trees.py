"""Statements of a diagnosis, the trees that they are drawn in, and the steps in which a tree was made."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.rooms.town.models import Process

LONGEST_TEXT = 300
HEAVIEST = 5


class Role(models.TextChoices):
    """What a statement is in a diagnosis."""

    CORE = "core", _("problem")
    CAUSE = "cause", _("cause")
    EFFECT = "effect", _("effect")


class TreeKind(models.TextChoices):
    """What a tree tells: how things are, or how they are to be."""

    PROBLEMS = "problems", _("problem tree")
    OBJECTIVES = "objectives", _("objective tree")


class Dimension(models.TextChoices):
    """Which side of a town's life a statement is about."""

    SOCIAL = "social", _("social")
    ECONOMIC = "economic", _("economic")
    SPATIAL = "spatial", _("environmental and spatial")
    INSTITUTIONAL = "institutional", _("institutional")


# The type under which a statement of each role hangs on the thread. In a tree of objectives a means stands where a cause
# does, and an end where an effect does.
NODE_TYPES = {
    (TreeKind.PROBLEMS, Role.CORE): "problem",
    (TreeKind.PROBLEMS, Role.CAUSE): "cause",
    (TreeKind.PROBLEMS, Role.EFFECT): "effect",
    (TreeKind.OBJECTIVES, Role.CORE): "objective",
    (TreeKind.OBJECTIVES, Role.CAUSE): "means",
    (TreeKind.OBJECTIVES, Role.EFFECT): "end",
}
OBJECTIVE_WORDS = {
    Role.CORE: _("objective"),
    Role.CAUSE: pgettext_lazy("objective tree", "means"),
    Role.EFFECT: pgettext_lazy("objective tree", "end"),
}


class Statement(models.Model):
    """A problem, a cause or an effect, or what each is turned into, in a sentence.

    It is never deleted, only taken off the thread.
    """

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        _("kind of tree"), max_length=12, choices=TreeKind.choices, default=TreeKind.PROBLEMS, editable=False
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices)
    text = models.CharField(_("statement"), max_length=LONGEST_TEXT)
    dimension = models.CharField(_("dimension"), max_length=20, choices=Dimension.choices, blank=True)
    about = models.TextField(_("remarks"), blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), null=True, blank=True, validators=(MinValueValidator(1), MaxValueValidator(HEAVIEST))
    )
    aside_reason = models.TextField(_("why it was set aside"), blank=True)
    aside_by = models.UUIDField(null=True, editable=False)
    aside_at = models.DateTimeField(_("set aside on"), null=True, blank=True, editable=False)
    # Whoever changes the words says which version they have read, so that nobody's words are lost.
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__range=(1, HEAVIEST)),
                name="statement_weight_1_to_5",
            ),
        )

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Give an address that leads to a tree in which it stands, or to the list of trees."""
        return reverse("diagnosis:statement", kwargs={**self.process.address, "statement": self.pk})

    @property
    def place(self) -> Process:
        """The process."""
        return self.process

    @property
    def node_type(self) -> str:
        """The type under which it hangs on the thread."""
        return NODE_TYPES[TreeKind(self.kind), Role(self.role)]

    @property
    def role_words(self) -> str:
        """What people call a statement of its role."""
        return str(OBJECTIVE_WORDS[Role(self.role)] if self.kind == TreeKind.OBJECTIVES else Role(self.role).label)

    @property
    def is_aside(self) -> bool:
        """Tell whether somebody set it aside."""
        return self.aside_at is not None


class Tree(models.Model):
    """A tree of problems, or of objectives: which statements are drawn together."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        _("kind of tree"), max_length=12, choices=TreeKind.choices, default=TreeKind.PROBLEMS, editable=False
    )
    # The tree of problems that this one of objectives is turned from. What is still to be worded follows from the two.
    source = models.OneToOneField(
        "self", verbose_name=_("turned from"), null=True, blank=True, on_delete=models.PROTECT, related_name="turned",
        editable=False,
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    about = models.TextField(_("what it is about"), blank=True)
    # Raised by every step, and by changes that come from another tree: screens that show it fetch it anew.
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)
    statements = models.ManyToManyField(Statement, through="Placing", related_name="trees")

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("problem tree")
        verbose_name_plural = _("problem trees")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the address of the tree in the office."""
        return reverse("diagnosis:tree", kwargs=self.address)

    @property
    def address(self) -> dict[str, Any]:
        """The words that name the tree in an address."""
        return {**self.process.address, "tree": self.pk}

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


class Placing(models.Model):
    """That a statement stands in a tree, and where among those beside it."""

    tree = models.ForeignKey(Tree, verbose_name=_("problem tree"), on_delete=models.CASCADE, related_name="placings")
    statement = models.ForeignKey(Statement, verbose_name=_("statement"), on_delete=models.PROTECT, related_name="placings")
    order = models.FloatField(_("position in its row"), default=0)

    class Meta:
        ordering = ("order", "pk")
        verbose_name = _("place in a tree")
        verbose_name_plural = _("places in trees")
        constraints = (models.UniqueConstraint(fields=("tree", "statement"), name="statement_once_in_a_tree"),)

    def __str__(self) -> str:
        return f"{self.tree}: {self.statement}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.tree.process


class TreeStep(models.Model):
    """One change of a tree: what stood before and after, so that whoever made it can undo it and do it again.

    Both hold the same words, each for one thing that changed: ``tie 3>5`` (the reason, or nothing when there is no tie),
    ``mirror 3>5`` (the same for what a statement is turned into), ``place 3`` (the order, or nothing when it does not
    stand in the tree), ``stands 3`` (whether it is on the thread), and ``text 3``, ``about 3`` and the like for what a
    statement says.
    """

    tree = models.ForeignKey(Tree, verbose_name=_("problem tree"), on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField(_("number"))
    actor = models.UUIDField(null=True, editable=False)
    verb = models.CharField(_("what was done"), max_length=40)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    made_at = models.DateTimeField(_("done on"), default=timezone.now, editable=False)
    undone_at = models.DateTimeField(_("undone on"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("tree", "number")
        verbose_name = _("step in a tree")
        verbose_name_plural = _("steps in trees")
        constraints = (models.UniqueConstraint(fields=("tree", "number"), name="step_number_once_in_a_tree"),)

    def __str__(self) -> str:
        return f"{self.tree} {self.number}: {self.verb}"

    @property
    def place(self) -> Process:
        """The process."""
        return self.tree.process
