"""The assessment room's addresses, one file for each slice of its pages."""

from django.urls import URLPattern

from sciezka.rooms.assessment.urls import assessments, banks, cards, results

app_name = "assessment"
urlpatterns: list[URLPattern] = [pattern for part in (banks, assessments, cards, results) for pattern in part.urlpatterns]
