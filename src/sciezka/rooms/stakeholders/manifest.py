"""The stakeholders room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, NodeType, Purpose

PROCESS = ("workspace", "process")

manifest = Manifest(
    key="stakeholders",
    title=_("Stakeholders"),
    stage="II",
    demo="sciezka.rooms.stakeholders.actions.demo.load_demo",
    menu=(
        MenuItem(_("Stakeholders"), "stakeholders:register", "office", PROCESS, "stakeholders.view", 47, group="diagnosis"),
        MenuItem(
            _("Stakeholders"),
            "stakeholders:map_public",
            "site",
            PROCESS,
            order=30,
            when="sciezka.rooms.stakeholders.queries.mapping.has_public_map",
        ),
    ),
    rights=(
        "stakeholders.view",
        "stakeholders.see_people",
        "stakeholders.edit",
        "stakeholders.manage",
        "stakeholders.invite",
        "stakeholders.publish",
    ),
    asks=(
        Purpose(
            key="stakeholders",
            label=_("map of stakeholders"),
            about=_("Members name those who matter, then judge their influence and engagement; the map is drawn from it."),
            icon="users",
            proposal_form="sciezka.rooms.stakeholders.forms.proposals.ProposalForm",
            settle="sciezka.rooms.stakeholders.actions.collecting.settle_items",
            result="sciezka.rooms.stakeholders.queries.places.result_address",
            names_people=True,
        ),
    ),
    hangs=(
        NodeType(
            key="stakeholder_judgement",
            prefix="OI",
            label=_("judgement of a stakeholder"),
            plural=_("judgements of stakeholders"),
            layer=10,
            icon="users",
            about=_("Where the team placed an organisation or a group: the agreed value, or the median."),
            find="sciezka.rooms.stakeholders.queries.findings.find_findings",
            start="stakeholders:map",
        ),
    ),
    checks="sciezka.rooms.stakeholders.checks.RULES",
    verbs={
        "stakeholder.add": _("added a stakeholder"),
        "stakeholder.edit": _("changed a stakeholder"),
        "stakeholder.merge": _("merged two stakeholders"),
        "stakeholder.remove": _("took a stakeholder off the register"),
        "stakeholder.restore": _("put a stakeholder back on the register"),
        "stakeholder.erase": _("erased a person's data"),
        "handle.add": _("told by what sign the records know a stakeholder"),
        "handle.remove": _("removed a sign by which the records know a stakeholder"),
        "contact.note": _("noted that a stakeholder was heard"),
        "contact.remove": _("removed a note that a stakeholder was heard"),
        "map.set": _("changed how the map of stakeholders is drawn"),
        "map.publish": _("published the map of stakeholders"),
        "map.withdraw": _("took the map of stakeholders off the residents' site"),
        "engagement.plan": _("planned how a stakeholder is engaged"),
        "engagement.edit": _("changed a line of the engagement plan"),
        "engagement.remove": _("removed a line of the engagement plan"),
        "stakeholder_finding.take": _("took the judgement of a stakeholder as evidence"),
        "leader.invite": _("invited to the Social Leaders"),
        "leader.withdraw": _("withdrew an invitation to the Social Leaders"),
        "leader.answer": _("answered an invitation to the Social Leaders"),
        "leader.gather": _("made the Social Leaders team of those who accepted"),
        "population.set": _("gave the population's composition"),
    },
)
