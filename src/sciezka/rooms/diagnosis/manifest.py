"""The diagnosis room's card."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.manifests import Manifest, MenuItem, NodeType, TieKind

PROCESS = ("workspace", "process")
FIND = "sciezka.rooms.diagnosis.queries.statements.find_statements"
LAYER = 30
CAUSES, COMES_FROM = pgettext_lazy("tie", "causes"), pgettext_lazy("tie", "comes from")

manifest = Manifest(
    key="diagnosis",
    title=_("Diagnosis"),
    stage="II",
    menu=(MenuItem(_("Problem tree"), "diagnosis:trees", "office", PROCESS, "diagnosis.view", 50, group="diagnosis"),),
    rights=("diagnosis.view", "diagnosis.edit"),
    checks="sciezka.rooms.diagnosis.checks.RULES",
    hangs=(
        NodeType(
            key="problem", prefix="P", label=_("problem"), plural=_("problems"), layer=LAYER, icon="circle-alert",
            about=_("What is wrong in the town, at the core of a problem tree."), find=FIND, start="diagnosis:trees",
            must_rest=True,
        ),
        NodeType(
            key="cause", prefix="C", label=_("cause"), plural=_("causes"), layer=LAYER, icon="arrow-up",
            about=_("From what a problem, or another cause, comes."), find=FIND,
        ),
        NodeType(
            key="effect", prefix="E", label=_("effect"), plural=_("effects"), layer=LAYER, icon="chevrons-up",
            about=_("What follows from a problem."), find=FIND,
        ),
        # Such a tie claims what the tree shows; why it does is said where somebody has a reason to say it.
        TieKind(
            key="causes", label=CAUSES, back=COMES_FROM, sources=("cause",), targets=("cause", "problem", "effect"),
            needs_reason=False,
        ),
        TieKind(
            key="causes", label=CAUSES, back=COMES_FROM, sources=("problem",), targets=("problem", "effect"),
            needs_reason=False,
        ),
        TieKind(key="causes", label=CAUSES, back=COMES_FROM, sources=("effect",), targets=("effect",), needs_reason=False),
    ),
    verbs={
        "tree.make": _("made a problem tree"),
        "tree.edit": _("changed what a problem tree is called"),
        "statement.add": _("added a statement to a problem tree"),
        "statement.place": _("put a statement into another problem tree"),
        "statement.edit": _("changed a statement"),
        "statement.tie": _("said what a statement is a cause of"),
        "statement.untie": _("removed a tie of a problem tree"),
        "statement.move": _("moved a statement in a problem tree"),
        "statement.order": _("changed the order in a problem tree"),
        "statement.aside": _("set a statement aside"),
        "statement.back": _("took up a statement that was set aside"),
        "statement.remove": _("removed a statement from a problem tree"),
        "tree.undo": _("undid a step in a problem tree"),
        "tree.redo": _("did a step in a problem tree again"),
    },
)  # fmt: skip
