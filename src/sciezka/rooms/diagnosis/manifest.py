"""The diagnosis room's card."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.manifests import Manifest, MenuItem, NodeType, Purpose, TieKind

PROCESS = ("workspace", "process")
FIND = "sciezka.rooms.diagnosis.queries.statements.find_statements"
FIND_RESOURCES = "sciezka.rooms.diagnosis.queries.resources.find_resources"
FIND_PRODUCTS = "sciezka.rooms.diagnosis.queries.resources.find_products"
FIND_PASSAGES = "sciezka.rooms.diagnosis.queries.evidence.find_passages"
FIND_NOTES = "sciezka.rooms.diagnosis.queries.evidence.find_notes"
EVIDENCE, HOLDINGS, LAYER, OBJECTIVES = 10, 20, 30, 35
CAUSES, COMES_FROM = pgettext_lazy("tie", "causes"), pgettext_lazy("tie", "comes from")
SERVES, IS_SERVED = pgettext_lazy("tie", "serves"), pgettext_lazy("tie", "is reached through")
MIRRORS, IS_MIRRORED = pgettext_lazy("tie", "is turned into"), pgettext_lazy("tie", "is turned from")

manifest = Manifest(
    key="diagnosis",
    title=_("Diagnosis"),
    stage="II",
    menu=(
        MenuItem(_("Evidence"), "diagnosis:evidence", "office", PROCESS, "diagnosis.view", 48, group="diagnosis"),
        MenuItem(
            _("Resources and products"), "diagnosis:resources", "office", PROCESS, "diagnosis.view", 49, group="diagnosis"
        ),
        MenuItem(_("Problem tree"), "diagnosis:trees", "office", PROCESS, "diagnosis.view", 50, group="diagnosis"),
    ),
    rights=("diagnosis.view", "diagnosis.edit", "diagnosis.ask"),
    checks="sciezka.rooms.diagnosis.checks.RULES",
    moved="sciezka.rooms.diagnosis.actions.steps.tell_trees",
    demo="sciezka.rooms.diagnosis.actions.demo.load_demo",
    hangs=(
        NodeType(
            key="passage", prefix="DK", label=_("document passage"), plural=_("document passages"), layer=EVIDENCE,
            icon="scroll-text", about=_("Words of a document, with who published it, when, and where they stand."),
            find=FIND_PASSAGES, start="diagnosis:passage_new",
        ),
        NodeType(
            key="expert_note", prefix="EK", label=_("expert's note"), plural=_("experts' notes"), layer=EVIDENCE,
            icon="graduation-cap", about=_("What somebody who knows the field said, by post and day."),
            find=FIND_NOTES, start="diagnosis:expert_note_new",
        ),
        NodeType(
            key="resource", prefix="Z", label=_("resource"), plural=_("resources"), layer=HOLDINGS, icon="gem",
            about=_("What the town has and can build on."), find=FIND_RESOURCES, start="diagnosis:resources",
        ),
        NodeType(
            key="product", prefix="PR", label=_("product"), plural=_("products"), layer=HOLDINGS, icon="package",
            about=_("What the town offers somebody by using its resources."), find=FIND_PRODUCTS, start="diagnosis:products",
        ),
        TieKind(
            key="uses", label=pgettext_lazy("tie", "is used by"), back=pgettext_lazy("tie", "uses"), sources=("resource",),
            targets=("product",), needs_reason=False,
        ),
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
        NodeType(
            key="objective", prefix="DC", label=_("objective of a tree"), plural=_("objectives of a tree"),
            layer=OBJECTIVES, icon="target", about=_("How things are to be once a problem is solved."), find=FIND,
        ),
        NodeType(
            key="means", prefix="DS", label=pgettext_lazy("objective tree", "means"),
            plural=pgettext_lazy("objective tree, many", "means"), layer=OBJECTIVES, icon="arrow-up",
            about=_("Through what an objective, or another means, is reached."), find=FIND,
        ),
        NodeType(
            key="end", prefix="DR", label=pgettext_lazy("objective tree", "end"),
            plural=pgettext_lazy("objective tree", "ends"), layer=OBJECTIVES, icon="chevrons-up",
            about=_("What an objective serves in the end."), find=FIND,
        ),
        TieKind(
            key="serves", label=SERVES, back=IS_SERVED, sources=("means",), targets=("means", "objective", "end"),
            needs_reason=False,
        ),
        TieKind(
            key="serves", label=SERVES, back=IS_SERVED, sources=("objective",), targets=("objective", "end"),
            needs_reason=False,
        ),
        TieKind(key="serves", label=SERVES, back=IS_SERVED, sources=("end",), targets=("end",), needs_reason=False),
        TieKind(
            key="mirrors", label=MIRRORS, back=IS_MIRRORED, sources=("problem",), targets=("objective",),
            needs_reason=False,
        ),
        TieKind(key="mirrors", label=MIRRORS, back=IS_MIRRORED, sources=("cause",), targets=("means",), needs_reason=False),
        TieKind(key="mirrors", label=MIRRORS, back=IS_MIRRORED, sources=("effect",), targets=("end",), needs_reason=False),
    ),
    asks=(
        Purpose(
            key="resources",
            label=_("resources of the town"),
            about=_("Members name what the town has, then judge how unique it is and how far it is used."),
            icon="gem",
            proposal_form="sciezka.rooms.diagnosis.forms.proposals.ResourceProposalForm",
            settle="sciezka.rooms.diagnosis.actions.gathering.settle_items",
            result="sciezka.rooms.diagnosis.queries.resources.result_address",
        ),
    ),
    verbs={
        "resource.add": _("added a resource"),
        "resource.edit": _("changed a resource"),
        "resource.take_off": _("took a resource off the list"),
        "resource.put_back": _("put a resource back on the list"),
        "product.add": _("added a product"),
        "product.edit": _("changed a product"),
        "product.take_off": _("took a product off the list"),
        "product.put_back": _("put a product back on the list"),
        "passage.add": _("added a document passage"),
        "passage.edit": _("changed a document passage"),
        "passage.take_off": _("took a document passage off the list"),
        "passage.put_back": _("put a document passage back on the list"),
        "expert_note.add": _("added an expert's note"),
        "expert_note.edit": _("changed an expert's note"),
        "expert_note.take_off": _("took an expert's note off the list"),
        "expert_note.put_back": _("put an expert's note back on the list"),
        "tree.make": _("made a problem tree"),
        "tree.turn": _("began to turn a problem tree into objectives"),
        "statement.word": _("worded what a statement is turned into"),
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
