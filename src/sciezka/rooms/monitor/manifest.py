"""The monitor room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, NodeType

PROCESS = ("workspace", "process")

manifest = Manifest(
    key="monitor",
    title=_("Monitor"),
    stage="II",
    menu=(MenuItem(_("Monitor"), "monitor:overview", "office", PROCESS, "monitor.view", 45, group="diagnosis"),),
    rights=(
        "monitor.view",
        "monitor.save_finding",
        "monitor.edit_groups",
        "monitor.edit_recipes",
        "monitor.edit_catalogue",
        "monitor.import_series",
    ),
    demo="sciezka.rooms.monitor.actions.demo.load_demo",
    warm="sciezka.rooms.monitor.queries.ready.make_ready",
    outlines="sciezka.rooms.monitor.queries.outlines.find_rings",
    hangs=(
        NodeType(
            key="finding",
            prefix="W",
            label=_("finding"),
            plural=_("findings"),
            layer=10,
            icon="bookmark",
            about=_("A reading of the monitor kept as evidence, with its number, date, recipe and data."),
            find="sciezka.rooms.monitor.queries.findings.find_findings",
            start="monitor:overview",
        ),
    ),
    checks="sciezka.rooms.monitor.checks.RULES",
    verbs={
        "finding.save": _("saved a finding"),
        "finding.edit": _("changed a finding's wording"),
        "finding.withdraw": _("withdrew a finding"),
        "finding.restore": _("brought back a finding"),
        "group.make": _("made a comparison group"),
        "group.revise": _("made a new version of a comparison group"),
        "group.default": _("chose the comparison group used first"),
        "group.delete": _("deleted a comparison group"),
        "recipe.save": _("saved a recipe"),
        "recipe.delete": _("deleted a recipe"),
        "catalogue.edit": _("changed the catalogue of indicators"),
        "series.import": _("imported the city's own series"),
        "series.withdraw": _("took a series out of force"),
        "series.restore": _("put a series back in force"),
    },
)
