"""The assessment room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, NodeType, Purpose

WORKSPACE = ("workspace",)
PROCESS = ("workspace", "process")

manifest = Manifest(
    key="assessment",
    title=_("Assessment of the institution"),
    stage="II",
    demo="sciezka.rooms.assessment.actions.demo.load_demo",
    waits="sciezka.rooms.assessment.queries.waiting.list_waiting",
    menu=(
        MenuItem(
            _("Institutional assessment"),
            "assessment:assessments",
            "office",
            PROCESS,
            "assessment.list",
            42,
            group="diagnosis",
        ),
        MenuItem(
            _("Question banks"),
            "assessment:banks",
            "office",
            WORKSPACE,
            "assessment.read_banks",
            55,
            group="office",
            without=("process",),
        ),
    ),
    rights=(
        "assessment.list",
        "assessment.manage",
        "assessment.view",
        "assessment.write_card",
        "assessment.read_banks",
        "assessment.edit_banks",
    ),
    hangs=(
        NodeType(
            key="deficit",
            prefix="D",
            label=_("deficit"),
            plural=_("deficits"),
            layer=20,
            icon="flag",
            about=_("A problem of the institution found by an assessment, which an improvement answers."),
            find="sciezka.rooms.assessment.queries.deficits.find_deficits",
            start="assessment:assessments",
        ),
    ),
    asks=(
        Purpose(
            key="assessment",
            label=_("assessment of the institution"),
            about=_("Members judge the institution alone, question by question; a meeting agrees the levels."),
            icon="clipboard-list",
            result="sciezka.rooms.assessment.queries.places.find_result",
        ),
    ),
    checks="sciezka.rooms.assessment.checks.RULES",
    verbs={
        "bank.make": _("made the workspace’s own bank of questions"),
        "bank.edit": _("changed a bank of questions"),
        "bank.import": _("imported a bank of questions"),
        "bank.withdraw": _("gave up the workspace’s own bank of questions"),
        "assessment.start": _("started an assessment of the institution"),
        "assessment.edit": _("changed the scenario of an assessment"),
        "assessment.delete": _("deleted an assessment that was never opened"),
        "assessment.open": _("sent the questionnaires of an assessment"),
        "assessment.close": _("closed an assessment"),
        "assessment.reopen": _("opened an assessment anew"),
        "assessment.publish": _("published the summary of an assessment"),
        "assessment.hide": _("took back the published summary of an assessment"),
        "assessment.aim": _("changed the target levels of an assessment"),
        "card.edit": _("filled in a diagnostic card"),
        "evidence.add": _("added evidence to a diagnostic card"),
        "evidence.remove": _("removed evidence from a diagnostic card"),
        "deficit.name": _("named a deficit"),
        "deficit.edit": _("changed a deficit"),
        "deficit.withdraw": _("withdrew a deficit"),
        "deficit.restore": _("brought back a deficit"),
        "improvement.propose": _("proposed an improvement"),
        "improvement.edit": _("changed an improvement"),
        "improvement.remove": _("removed an improvement"),
    },
)
