"""Addresses: the joint assessment, gaps, the action plan, results, comparison, report and exports."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import joint, plan, results

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"

urlpatterns: list[URLPattern] = [
    path(f"{ASSESSMENT}wspolna-ocena/", joint.show_joint, name="joint"),
    path(f"{ASSESSMENT}luki/", joint.show_gaps, name="gaps"),
    path(f"{ASSESSMENT}plan/", plan.show_plan, name="plan"),
    path(f"{ASSESSMENT}wyniki/", results.show_results, name="results"),
    path(f"{ASSESSMENT}porownanie/", results.show_comparison, name="comparison"),
]
