"""Saved recipes: all choices behind an index, by name. A recipe never changes; a change is a new recipe."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sciezka.rooms.town.models import Process


class SavedRecipe(models.Model):
    """A recipe that a process keeps: the steps with their choices, and the weights that differ from the catalogue's."""

    process = models.ForeignKey(Process, verbose_name=_("process"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=160)
    source = models.TextField(_("content (TOML)"))
    # Weights that differ from the catalogue's: {node: weight}.
    weights = models.JSONField(_("weights"), default=dict, blank=True)
    digest = models.CharField(_("digest"), max_length=64)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("recipe")
        verbose_name_plural = _("recipes")
        constraints = (models.UniqueConstraint(fields=("process", "name"), name="one_recipe_of_each_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Process:
        """The process."""
        return self.process
