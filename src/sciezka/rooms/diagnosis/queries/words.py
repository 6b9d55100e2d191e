"""What everything is called in a tree of problems, and in a tree of objectives."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.manifests import Text
from sciezka.rooms.diagnosis.models import TreeKind

TREE_WORDS: Final[Mapping[TreeKind, Mapping[str, Text]]] = {
    TreeKind.PROBLEMS: {
        "drawing": _("Drawing of the problem tree"),
        "outline": _("Outline of the problem tree"),
        "alt": _("Problem tree with effects above and causes below; the outline on the next pages says the same."),
        "causes": _("Causes"),
        "effects": _("Effects"),
        "loose": _("Not tied to any problem"),
        "add_core": _("Add a problem"),
        "add_cause": _("Add a cause"),
        "add_effect": _("Add an effect"),
        "core_label": _("The problem in one sentence"),
        "why": _("From what does it come?"),
        "what_for": _("What follows from it?"),
        "hint": _("To add causes and effects, choose a statement of the tree."),
        "another": _("Add another problem"),
        "under": _("It is a cause of, or hangs under"),
        "above": _("It follows from, or hangs under"),
        "leads": pgettext_lazy("tie", "causes"),
        "comes": pgettext_lazy("tie", "comes from"),
    },
    TreeKind.OBJECTIVES: {
        "drawing": _("Drawing of the objective tree"),
        "outline": _("Outline of the objective tree"),
        "alt": _("Objective tree with ends above and means below; the outline on the next pages says the same."),
        "causes": _("Means"),
        "effects": _("Ends"),
        "loose": _("Not tied to any objective"),
        "add_core": _("Add an objective"),
        "add_cause": _("Add a means"),
        "add_effect": _("Add an end"),
        "core_label": _("The objective in one sentence"),
        "why": _("Through what is it reached?"),
        "what_for": _("What does it serve?"),
        "hint": _("To add means and ends, choose a statement of the tree."),
        "another": _("Add another objective"),
        "under": _("It serves, or hangs under"),
        "above": _("It is reached through, or hangs under"),
        "leads": pgettext_lazy("tie", "serves"),
        "comes": pgettext_lazy("tie", "is reached through"),
    },
}
