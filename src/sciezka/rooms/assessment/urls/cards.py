"""Addresses: diagnostic cards, their evidence, deficits and improvements.

Names agreed: ``cards`` (``arkusze/``), ``card`` (``arkusze/<slug:question>/``), ``evidence_add``, ``evidence`` (the file),
``evidence_remove``, ``deficit_new``, ``deficit_edit``, ``deficit_withdraw``, ``improvement_new``, ``improvement_edit``,
``improvement_remove``. The word of a question's code is ``question``.
"""

from django.urls import URLPattern

ASSESSMENT = "biuro/<slug:workspace>/<slug:process>/ocena/<int:assessment>/"

urlpatterns: list[URLPattern] = []
