"""Addresses: assessments, their scenario, and the individual stage."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import assessments, scenario

_ALL = "biuro/<slug:workspace>/<slug:process>/ocena/"
_ONE = f"{_ALL}<int:assessment>/"

urlpatterns: list[URLPattern] = [
    path(_ALL, assessments.show_assessments, name="assessments"),
    path(f"{_ALL}nowa/", scenario.start, name="assessment_new"),
    path(_ONE, assessments.show_assessment, name="assessment"),
]
