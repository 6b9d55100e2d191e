"""Addresses: findings and the report."""

from django.urls import URLPattern, path

from sciezka.rooms.monitor.views import findings, report

_MONITOR = "biuro/<slug:workspace>/<slug:process>/monitor"
_FINDING = f"{_MONITOR}/ustalenia/<int:finding>"

urlpatterns: list[URLPattern] = [
    path(f"{_MONITOR}/ustalenia/", findings.list_findings, name="findings"),
    path(f"{_MONITOR}/ustalenia/nowe/", findings.new_finding, name="finding_new"),
    path(f"{_FINDING}/", findings.show_finding, name="finding"),
    path(f"{_FINDING}/zmiana/", findings.edit_finding, name="finding_edit"),
    path(f"{_FINDING}/wycofanie/", findings.withdraw_finding, name="finding_withdraw"),
    path(f"{_FINDING}/przywrocenie/", findings.restore_finding, name="finding_restore"),
    path(f"{_MONITOR}/raport/", report.show_report, name="report"),
    path(f"{_MONITOR}/raport.docx", report.download_docx, name="report_docx"),
    path(f"{_MONITOR}/raport.pdf", report.download_pdf, name="report_pdf"),
]
