"""Addresses: the joint assessment, gaps, the action plan, results, comparison, report and exports."""

from django.urls import URLPattern, path

from sciezka.rooms.assessment.views import files, joint, plan, results

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"
RESULTS = f"{ASSESSMENT}wyniki/"
COMPARISON = f"{ASSESSMENT}porownanie/"

urlpatterns: list[URLPattern] = [
    path(f"{ASSESSMENT}wspolna-ocena/", joint.show_joint, name="joint"),
    path(f"{ASSESSMENT}luki/", joint.show_gaps, name="gaps"),
    path(f"{ASSESSMENT}luki/cele/", joint.set_targets, name="targets"),
    path(f"{ASSESSMENT}plan/", plan.show_plan, name="plan"),
    path(f"{ASSESSMENT}plan.xlsx", files.give_plan, name="plan_export"),
    path(f"{ASSESSMENT}plan.csv", files.give_plan_csv, name="plan_csv"),
    path(RESULTS, results.show_results, name="results"),
    path(f"{ASSESSMENT}wyniki.xlsx", files.give_results, name="results_export"),
    path(f"{ASSESSMENT}wyniki.csv", files.give_results_csv, name="results_csv"),
    path(f"{RESULTS}radar.svg", files.give_wheel_svg, name="radar_svg"),
    path(f"{RESULTS}radar.png", files.give_wheel_png, name="radar_png"),
    path(f"{RESULTS}obszary.svg", files.give_bars_svg, name="bars_svg"),
    path(f"{RESULTS}obszary.png", files.give_bars_png, name="bars_png"),
    path(COMPARISON, results.show_comparison, name="comparison"),
    path(f"{COMPARISON}publikacja/", results.publish, name="assessment_publish"),
    path(f"{COMPARISON}ukrycie/", results.hide, name="assessment_hide"),
    path(f"{ASSESSMENT}raport.pdf", files.give_pdf, name="report_pdf"),
    path(f"{ASSESSMENT}raport.docx", files.give_docx, name="report_docx"),
]
