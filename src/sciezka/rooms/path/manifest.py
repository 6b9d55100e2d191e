"""The path room's card."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sciezka.kit.manifests import Manifest, MenuItem, NodeType, Purpose, TieKind

PROCESS = ("workspace", "process")
FIND = "sciezka.rooms.path.queries.nouns."
EVIDENCE, FACTORS, SWOT, VISION, STRATEGIC, OPERATIONAL, INDICATORS = 10, 40, 50, 60, 70, 80, 90
TROUBLES = ("problem", "cause", "effect", "swot_weakness", "swot_threat")
CHANCES = ("resource", "product", "factor", "swot_strength", "swot_opportunity")
GOALS = ("strategic_goal", "operational_goal")

manifest = Manifest(
    key="path",
    title=_("Development path"),
    stage="III",
    menu=(
        MenuItem(_("Key factors"), "path:factors", "office", PROCESS, "path.view", 60, group="path"),
        MenuItem(_("Structural analysis"), "path:structures", "office", PROCESS, "path.view", 61, group="path"),
        MenuItem(_("SWOT"), "path:swot", "office", PROCESS, "path.view", 62, group="path"),
        MenuItem(_("Vision"), "path:visions", "office", PROCESS, "path.view", 64, group="path"),
        MenuItem(_("Goals"), "path:goals", "office", PROCESS, "path.view", 66, group="path"),
    ),
    rights=("path.view", "path.edit", "path.decide", "path.remove_comment"),
    checks="sciezka.rooms.path.checks.RULES",
    demo="sciezka.rooms.path.actions.demo.load_demo",
    hangs=(
        NodeType(
            key="structure_finding", prefix="AS", label=_("finding of a structural analysis"),
            plural=_("findings of structural analyses"), layer=EVIDENCE, icon="waypoints",
            about=_("What part a factor plays among the others, by an analysis, with its date and its matrix."),
            find="sciezka.rooms.path.queries.structure_findings.find_findings", start="path:structures",
        ),
        NodeType(
            key="factor", prefix="CZ", label=_("factor"), plural=_("factors"), layer=FACTORS, icon="compass",
            about=_("What can speed the town’s development up or hold it back."), find=f"{FIND}find_factors",
            start="path:factors", by_hand=False,
        ),
        NodeType(
            key="swot_strength", prefix="MS", label=_("strength"), plural=_("strengths"), layer=SWOT, icon="shield",
            about=_("What the town is good at."), find=f"{FIND}find_swot_entries", start="path:swot", must_rest=True,
            by_hand=False,
        ),
        NodeType(
            key="swot_weakness", prefix="SS", label=_("weakness"), plural=_("weaknesses"), layer=SWOT,
            icon="circle-alert",
            about=_("What holds the town back from inside."), find=f"{FIND}find_swot_entries", start="path:swot",
            must_rest=True, by_hand=False,
        ),
        NodeType(
            key="swot_opportunity", prefix="SZ", label=_("opportunity"), plural=_("opportunities"), layer=SWOT,
            icon="sunrise",
            about=_("What helps from outside, if the town uses it."), find=f"{FIND}find_swot_entries",
            start="path:swot", must_rest=True, by_hand=False,
        ),
        NodeType(
            key="swot_threat", prefix="ZG", label=_("threat"), plural=_("threats"), layer=SWOT, icon="cloud-lightning",
            about=_("What may harm from outside, if the town does nothing."), find=f"{FIND}find_swot_entries",
            start="path:swot", must_rest=True, by_hand=False,
        ),
        NodeType(
            key="vision", prefix="WIZ", label=_("vision"), plural=_("visions"), layer=VISION, icon="telescope",
            about=_("How the town is to look once the plan has worked."), find=f"{FIND}find_visions",
            start="path:visions", pattern="{prefix}-{number}", must_rest=True, by_hand=False,
        ),
        NodeType(
            key="strategic_goal", prefix="CS", label=_("strategic goal"), plural=_("strategic goals"), layer=STRATEGIC,
            icon="target", about=_("What the town wants in the years to come."), find=f"{FIND}find_goals",
            start="path:goals", pattern="{prefix}-{number}", must_rest=True, by_hand=False,
        ),
        NodeType(
            key="operational_goal", prefix="CO", label=_("operational goal"), plural=_("operational goals"),
            layer=OPERATIONAL, icon="target",
            about=_("A part of a strategic goal that somebody can be asked to bring about."),
            find=f"{FIND}find_goals", pattern="{under}.{number}", must_rest=True, by_hand=False,
        ),
        NodeType(
            key="indicator", prefix="WS", label=_("indicator of a goal"), plural=_("indicators of goals"),
            layer=INDICATORS,
            icon="chart-line", about=_("By what figure it will be known whether a goal was reached."),
            find=f"{FIND}find_indicators", by_hand=False,
        ),
        TieKind(
            key="answers", label=pgettext_lazy("tie", "is answered by"), back=pgettext_lazy("tie", "answers"),
            sources=TROUBLES,
            targets=GOALS,
        ),
        TieKind(
            key="uses", label=pgettext_lazy("tie", "is used by"), back=pgettext_lazy("tie", "uses"), sources=CHANCES,
            targets=GOALS, needs_reason=False,
        ),
        # These two say what the nouns themselves say: the room makes and removes them as goals and indicators change.
        TieKind(
            key="leads", label=pgettext_lazy("tie", "is carried out by"), back=pgettext_lazy("tie", "carries out"),
            sources=("vision",), targets=("strategic_goal",), needs_reason=False, by_hand=False,
        ),
        TieKind(
            key="leads", label=pgettext_lazy("tie", "is carried out by"), back=pgettext_lazy("tie", "carries out"),
            sources=("strategic_goal",), targets=("operational_goal",), needs_reason=False, by_hand=False,
        ),
        TieKind(
            key="measures", label=pgettext_lazy("tie", "is measured by"), back=pgettext_lazy("tie", "measures"),
            sources=GOALS,
            targets=("indicator",), needs_reason=False, by_hand=False,
        ),
    ),
    # Each purpose is completed by the method that puts the question (proposal form, settling, result).
    asks=(
        Purpose(
            key="factors", label=_("long list of factors"), icon="compass",
            about=_("Members name what moves the town, then judge how important it is and how it stands."),
            proposal_form="sciezka.rooms.path.forms.factors.ProposalForm",
            settle="sciezka.rooms.path.actions.factors_rounds.settle_factors",
            result="sciezka.rooms.path.queries.factors_rounds.long_result",
        ),
        Purpose(
            key="core_factors", label=_("choice of core factors"), icon="vote",
            about=_("Each person picks the few factors that are to be improved first."),
            result="sciezka.rooms.path.queries.factors_rounds.core_result",
        ),
        Purpose(
            key="structure", label=_("structural analysis"), icon="waypoints",
            about=_("Which factor influences which: from all answers the roles of factors are reckoned."),
            result="sciezka.rooms.path.queries.structures.find_result",
        ),
        Purpose(
            key="swot",
            label=_("SWOT"),
            about=_(
                "Members add entries, then say how much each matters and how strong it is; the position follows from it."
            ),
            icon="grid-2x2",
            proposal_form="sciezka.rooms.path.forms.swot.ProposalForm",
            settle="sciezka.rooms.path.actions.swot_rounds.settle_items",
            result="sciezka.rooms.path.queries.swot_judged.result_address",
        ),
        Purpose(
            key="vision", label=_("vote on a vision"), icon="telescope",
            about=_("Each person chooses among the drafts of a vision; the result stands beside them."),
            result="sciezka.rooms.path.queries.visions_votes.result_address",
        ),
    ),
    verbs={
        # factors
        "factor.add": _("put a factor on the list"),
        "factor.edit": _("changed a factor"),
        "factor.take_off": _("took a factor off the list"),
        "factor.put_back": _("put a factor back on the list"),
        "factor.merge": _("merged two factors"),
        "factor.choose_core": _("recorded the choice of core factors"),
        # structures
        "structure.ask": _("asked a team which factor influences which"),
        "structure.import": _("brought in a matrix of influences from a file"),
        "structure.edit": _("changed the name of a structural analysis"),
        "structure.delete": _("deleted a structural analysis"),
        "structure_finding.take": _("took the role of a factor as evidence"),
        # swot
        "swot.add": _("added an entry to the SWOT"),
        "swot.edit": _("changed an entry of the SWOT"),
        "swot.move": _("moved an entry of the SWOT to another quadrant"),
        "swot.cross": _("said how two entries of the SWOT meet"),
        "swot.uncross": _("took back how two entries of the SWOT meet"),
        "swot.decline": _("declined a proposal for the SWOT"),
        "swot.reopen": _("took back that a proposal for the SWOT was declined"),
        # visions
        "vision.write": _("wrote a draft of a vision"),
        "vision.edit": _("changed a draft of a vision"),
        "vision.withdraw": _("withdrew a draft of a vision"),
        "vision.bring_back": _("brought a draft of a vision back"),
        "vision.comment": _("commented on a draft of a vision"),
        "vision.answer": _("answered a comment on a draft of a vision"),
        "vision.remove_comment": _("removed a comment on a draft of a vision"),
        "vision.adopt": _("adopted a vision"),
        "vision.replace": _("put another vision in the place of the adopted one"),
        # goals
        "goal.add": _("added a goal"),
        "goal.edit": _("changed a goal"),
        "goal.move": _("moved a goal under another strategic goal"),
        "goal.order": _("changed the order of goals"),
        "goal.touch": _("said which stakeholders a goal touches"),
        "indicator.add": _("added an indicator of a goal"),
        "indicator.edit": _("changed an indicator of a goal"),
        "indicator.values": _("changed the values of an indicator of a goal"),
    },
)  # fmt: skip
