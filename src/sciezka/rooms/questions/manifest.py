"""The questions room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem

WORKSPACE = ("workspace",)

manifest = Manifest(
    key="questions",
    title=_("Questionnaires"),
    stage="I",
    demo="sciezka.rooms.questions.actions.demo.load_demo",
    menu=(
        MenuItem(
            _("Questionnaires"),
            "questions:questionnaires",
            "office",
            WORKSPACE,
            "questions.list",
            56,
            group="office",
            without=("process",),
        ),
        MenuItem(
            _("Item bank"), "questions:bank", "office", WORKSPACE, "questions.list", 57, group="office", without=("process",)
        ),
    ),
    rights=("questions.list", "questions.view", "questions.edit"),
    verbs={
        "questionnaire.make": _("made a questionnaire"),
        "questionnaire.edit": _("changed a questionnaire"),
        "questionnaire.freeze": _("froze an edition of a questionnaire"),
        "questionnaire.import": _("imported a questionnaire"),
        "questionnaire.delete": _("deleted a questionnaire"),
        "bank_item.keep": _("put a question into the item bank"),
        "bank_item.edit": _("changed a question of the item bank"),
        "bank_item.remove": _("removed a question from the item bank"),
    },
)
