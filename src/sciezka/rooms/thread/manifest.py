"""The thread room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, TieKind

PROCESS = ("workspace", "process")

manifest = Manifest(
    key="thread",
    title=_("Golden thread"),
    stage="I",
    menu=(
        MenuItem(_("Golden thread"), "thread:thread", "office", PROCESS, "thread.view", 28, group="thread"),
        MenuItem(_("Check of the plan"), "thread:check", "office", PROCESS, "thread.view", 29, group="thread"),
    ),
    rights=("thread.view", "thread.tie", "thread.waive", "thread.waive_gate", "thread.set_checks"),
    checks="sciezka.rooms.thread.checks.RULES",
    ahead="sciezka.rooms.thread.queries.ahead.say_ahead",
    verbs={
        "node.hang": _("hung something on the thread"),
        "node.rename": _("changed the title of a node of the thread"),
        "node.cite": _("cited anew what a node of the thread says"),
        "node.take_off": _("took a node off the thread"),
        "node.put_back": _("put a node back on the thread"),
        "tie.make": _("tied two nodes of the thread"),
        "tie.remove": _("removed a tie of the thread"),
        "waiver.make": _("waived a rule of the plan check"),
        "waiver.end": _("ended the waiver of a rule"),
        "check.set": _("changed the settings of the plan check"),
        "snapshot.take": _("saved the state of the thread"),
        "snapshot.copy": _("made a copy of a saved state of the thread"),
    },
    # What any node can do for any other; rooms above add their own kinds (causes, answers, uses …).
    hangs=(
        TieKind(key="supports", label=_("supports"), back=_("rests on")),
        TieKind(key="weakens", label=_("weakens"), back=_("is weakened by")),
    ),
)
