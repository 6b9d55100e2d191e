"""The surveys room's card."""

from django.utils.translation import gettext_lazy as _

from sciezka.kit.manifests import Manifest, MenuItem, NodeType

PROCESS = ("workspace", "process")

manifest = Manifest(
    key="surveys",
    title=_("Surveys"),
    stage="II",
    menu=(MenuItem(_("Surveys"), "surveys:surveys", "office", PROCESS, "surveys.list", 38),),
    rights=(
        "surveys.list",
        "surveys.manage",
        "surveys.view",
        "surveys.see_result",
        "surveys.see_answers",
        "surveys.enter_paper",
    ),
    hangs=(
        NodeType(
            key="survey_finding",
            prefix="B",
            label=_("finding of a survey"),
            plural=_("findings of surveys"),
            layer=10,
            icon="clipboard-list",
            about=_("A result of a survey with its number of answers, day and edition, kept so that it can be cited."),
            find="sciezka.rooms.surveys.queries.findings.find_findings",
            start="surveys:surveys",
        ),
    ),
    verbs={
        "survey.make": _("made a survey"),
        "survey.edit": _("changed a survey"),
        "survey.launch": _("launched a survey"),
        "survey.move": _("changed the dates of a survey"),
        "survey.close": _("closed a survey"),
        "survey.reopen": _("opened a survey anew"),
        "survey.call_off": _("called off a survey"),
        "survey.delete": _("deleted a survey that was never launched"),
        "survey.erase": _("deleted the answers of a survey, as its retention says"),
        "survey.renew_link": _("changed the link of a survey"),
        "survey.change_edition": _("put a newer edition of the questionnaire into a survey"),
        "clause.write": _("wrote a version of a survey’s information clause"),
        "invitation.add": _("put people on the list of a survey"),
        "invitation.remove": _("took people off the list of a survey"),
        "invitation.send": _("sent invitations to a survey"),
        "invitation.remind": _("sent reminders of a survey"),
        "class_code.make": _("made class codes of a survey"),
        "class_code.stop": _("stopped a class code of a survey"),
        "paper.enter": _("entered a paper form"),
        "paper.settle": _("settled a paper form"),
        "paper.remove": _("removed a paper form"),
        "response.leave_out": _("left an answer out of the results"),
        "response.take_back": _("took an answer back into the results"),
        "response.import": _("imported answers into a survey"),
        "theme.make": _("made a theme of open answers"),
        "theme.edit": _("changed a theme of open answers"),
        "theme.remove": _("removed a theme of open answers"),
        "coding.put": _("put open answers under themes"),
        "weights.set": _("changed the weighting of a survey"),
        "survey_finding.save": _("kept a result of a survey as a finding"),
        "survey_finding.edit": _("reworded a finding of a survey"),
        "survey_finding.withdraw": _("withdrew a finding of a survey"),
        "survey_finding.restore": _("brought back a finding of a survey"),
        "release.publish": _("published the results of a survey"),
        "release.withdraw": _("took back the published results of a survey"),
        "export.answers": _("downloaded the answers of a survey"),
    },
)
