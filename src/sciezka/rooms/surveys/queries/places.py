"""Finding surveys and their parts by the words of an address, always through workspace and process."""

from django.shortcuts import get_object_or_404

from sciezka.rooms.surveys.models import ClassCode, Invitation, PaperForm, Release, Survey, SurveyFinding, Theme


def find_survey(workspace: str, process: str, survey: int) -> Survey:
    """Find a survey inside its process, or answer 404."""
    rows = Survey.objects.select_related("process__workspace", "questionnaire__workspace", "edition", "previous", "event")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=survey)


def find_invite(workspace: str, process: str, survey: int, invite: int) -> Invitation:
    """Find an invitation of the survey, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.invitations.select_related("survey__process__workspace"), pk=invite)


def find_class_code(workspace: str, process: str, survey: int, class_code: int) -> ClassCode:
    """Find a class code of the survey, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.codes.select_related("survey__process__workspace"), pk=class_code)


def find_paper(workspace: str, process: str, survey: int, paper: int) -> PaperForm:
    """Find a paper form of the survey by the number on its sheet, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.papers.select_related("survey__process__workspace", "edition"), number=paper)


def find_theme(workspace: str, process: str, survey: int, theme: int) -> Theme:
    """Find a theme of the survey's open answers, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.themes.select_related("survey__process__workspace"), pk=theme)


def find_finding(workspace: str, process: str, survey: int, survey_finding: int) -> SurveyFinding:
    """Find a finding of the survey, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.findings.select_related("survey__process__workspace"), pk=survey_finding)


def find_release(workspace: str, process: str, survey: int, release: int) -> Release:
    """Find a release of the survey's results by its number, or answer 404."""
    found = find_survey(workspace, process, survey)
    return get_object_or_404(found.releases.select_related("survey__process__workspace"), number=release)
