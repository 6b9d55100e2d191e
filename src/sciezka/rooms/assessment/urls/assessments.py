"""Addresses: assessments, their scenario, and the individual stage."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import assessments, scenario

_ALL = "biuro/<slug:workspace>/<slug:process>/ocena/"
_ONE = f"{_ALL}<int:assessment>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, assessments.show_assessments, name="assessments"),
    path(f"{_ALL}nowa/", scenario.start, name="assessment_new"),
    path(_ONE, assessments.show_assessment, name="assessment"),
    path(f"{_ONE}pytania/", assessments.show_questions, name="questions"),
    path(f"{_ONE}scenariusz/", scenario.edit, name="assessment_edit"),
    path(f"{_ONE}wyslanie/", scenario.open_now, name="assessment_open"),
    path(f"{_ONE}zamkniecie/", scenario.close, name="assessment_close"),
    path(f"{_ONE}otwarcie/", scenario.reopen, name="assessment_reopen"),
    path(f"{_ONE}usuniecie/", scenario.delete, name="assessment_delete"),
]
