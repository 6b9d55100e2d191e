"""Addresses: the register of stakeholders, collecting them, and what the records say of them."""

from django.urls import URLPattern, path

from sciezka.rooms.stakeholders.views import facts, findings, gathering, register, register_changes, register_import

STAKEHOLDERS = "biuro/<slug:workspace>/<slug:process>/interesariusze/"
STAKEHOLDER = f"{STAKEHOLDERS}<int:stakeholder>/"

urlpatterns: list[URLPattern] = [
    path(STAKEHOLDERS, register.show_register, name="register"),
    path(f"{STAKEHOLDERS}nowy/", register.add, name="stakeholder_new"),
    path(f"{STAKEHOLDERS}podobne/", register.show_similar, name="stakeholder_similar"),
    path(f"{STAKEHOLDERS}wczytanie/", register_import.read_list, name="stakeholders_import"),
    path(f"{STAKEHOLDERS}zbieranie/", gathering.gather, name="gather"),
    path(f"{STAKEHOLDERS}nieslyszani/", facts.show_unheard, name="unheard"),
    path(STAKEHOLDER, register.show_stakeholder, name="stakeholder"),
    path(f"{STAKEHOLDER}zmiana/", register.edit, name="stakeholder_edit"),
    path(f"{STAKEHOLDER}usuniecie/", register_changes.remove, name="stakeholder_remove"),
    path(f"{STAKEHOLDER}przywrocenie/", register_changes.restore, name="stakeholder_restore"),
    path(f"{STAKEHOLDER}wymazanie/", register_changes.erase, name="stakeholder_erase"),
    path(f"{STAKEHOLDER}polaczenie/", register_changes.merge, name="stakeholder_merge"),
    path(f"{STAKEHOLDER}kontakty/nowy/", facts.add_contact, name="contact_new"),
    path(f"{STAKEHOLDER}kontakty/<int:contact>/usuniecie/", facts.drop_contact, name="contact_remove"),
    path(f"{STAKEHOLDER}znaki/nowy/", facts.add_sign, name="handle_new"),
    path(f"{STAKEHOLDER}znaki/<int:handle>/usuniecie/", facts.drop_sign, name="handle_remove"),
    path(f"{STAKEHOLDER}dowod/", findings.take, name="finding_new"),
]
