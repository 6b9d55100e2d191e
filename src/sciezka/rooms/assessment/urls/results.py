"""Addresses: the joint assessment, gaps, the action plan, results, comparison, report and exports.

Names agreed: ``joint`` (``wspolna-ocena/``), ``gaps`` (``luki/``), ``targets``, ``plan`` (``plan/``), ``plan_export``,
``results`` (``wyniki/``), ``results_export``, ``comparison`` (``porownanie/``), ``report_pdf``, ``report_docx``,
``assessment_publish``, ``assessment_hide``.
"""

from django.urls import URLPattern

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"

urlpatterns: list[URLPattern] = []
