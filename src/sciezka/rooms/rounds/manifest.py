"""The rounds room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, Purpose

manifest = Manifest(
    key="rounds",
    title=_("Rounds"),
    stage="I",
    demo="sciezka.rooms.rounds.actions.demo.load_demo",
    waits="sciezka.rooms.rounds.queries.waiting.list_waiting",
    menu=(MenuItem(_("Rounds"), "rounds:rounds", "office", ("workspace", "process"), "rounds.list", 45, group="work"),),
    rights=(
        "rounds.list",
        "rounds.manage",
        "rounds.view",
        "rounds.answer",
        "rounds.see_result",
        "rounds.agree",
        "rounds.attend",
    ),
    asks=(
        Purpose(
            key="general",
            label=_("question to a team"),
            about=_("Anything that members judge alone and a meeting agrees."),
            icon="users",
        ),
    ),
    verbs={
        "round.make": _("prepared a round"),
        "round.edit": _("changed a round"),
        "round.delete": _("deleted a round that was never launched"),
        "round.launch": _("launched a round"),
        "round.reschedule": _("changed the dates of a round"),
        "round.settle": _("turned the proposals of a round into items"),
        "round.close": _("closed a round"),
        "round.call_off": _("called a round off"),
        "round.announce": _("sent letters that a round has begun"),
        "round.remind": _("reminded those who have not answered"),
        "round.forget": _("destroyed what tied the sheets of an anonymous round to people"),
        "round.unseal": _("admitted answers that came late"),
        "item.add": _("added an item to a round"),
        "item.edit": _("changed an item of a round"),
        "item.remove": _("removed an item of a round"),
        "item.merge": _("merged proposals of a round"),
        "item.part": _("parted a proposal from others"),
        "proposal.leave_out": _("left a proposal out"),
        "proposal.bring_back": _("took back the leaving out of a proposal"),
        "link.change": _("changed the open link of a round"),
        "participant.add": _("added people to a round"),
        "participant.remove": _("took a person off a round"),
        "meeting.start": _("began a meeting about a round"),
        "meeting.end": _("ended a meeting about a round"),
        "result.agree": _("recorded an agreed result"),
        "result.change": _("changed an agreed result"),
        "result.withdraw": _("withdrew an agreed result"),
        "result.accept_proposed": _("accepted what the answers proposed"),
    },
)
