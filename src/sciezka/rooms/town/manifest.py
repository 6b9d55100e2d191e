"""The town room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem

PROCESS = ("workspace", "process")

manifest = Manifest(
    key="town",
    title=_("Town"),
    stage="I",
    menu=(
        MenuItem(_("What next"), "town:process_office", "office", PROCESS, "town.view_office", 10),
        MenuItem(_("Kalendarium"), "town:events", "office", PROCESS, "town.view_office", 20),
        MenuItem(_("Import of a page"), "town:imports", "office", PROCESS, "town.import_page", 25),
        MenuItem(_("Tasks"), "town:board", "office", PROCESS, "town.view_office", 30),
        MenuItem(_("Schedule"), "town:gantt", "office", PROCESS, "town.view_office", 35),
        MenuItem(_("Teams"), "town:teams", "office", PROCESS, "town.view_office", 40),
        MenuItem(_("Legal acts"), "town:acts", "office", ("workspace",), "town.view_office", 50),
        MenuItem(_("People"), "town:seats", "office", ("workspace",), "town.manage_seats", 60),
        MenuItem(_("Journal"), "town:journal", "office", PROCESS, "town.read_journal", 70),
        MenuItem(_("Settings"), "town:process_settings", "office", PROCESS, "town.edit_process", 80),
        MenuItem(_("About the process"), "town:process", "site", PROCESS, "", 10),
        MenuItem(_("Kalendarium"), "town:kalendarium", "site", PROCESS, "", 20),
    ),
    rights=(
        "town.view_office",
        "town.view_event",
        "town.view_process",
        "town.draft_event",
        "town.edit_event",
        "town.publish_event",
        "town.hold_event",
        "town.import_page",
        "town.move_task",
        "town.plan_tasks",
        "town.edit_process",
        "town.open_process",
        "town.manage_teams",
        "town.manage_seats",
        "town.edit_workspace",
        "town.read_journal",
        "town.edit_programmes",
    ),
    verbs={
        "event.draft": _("wrote a draft entry"),
        "event.edit": _("changed an entry"),
        "event.publish": _("published an entry"),
        "event.withdraw": _("withdrew an entry"),
        "event.delete": _("deleted a draft entry"),
        "event.agenda": _("changed the agenda"),
        "event.minutes": _("changed the minutes"),
        "event.invite": _("invited people"),
        "event.uninvite": _("took a person off the list of invited"),
        "event.call_off": _("called an event off"),
        "event.answer": _("answered an invitation"),
        "event.attendance": _("noted who was present"),
        "attachment.add": _("added a file"),
        "attachment.edit": _("changed who sees a file"),
        "attachment.remove": _("removed a file"),
    },
    demo="sciezka.rooms.town.actions.demo.load_demo",
)
