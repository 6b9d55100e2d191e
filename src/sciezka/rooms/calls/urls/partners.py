"""Addresses: protocols, candidates and letters of intent."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import partners, partners_letters, protocols

CALL = "biuro/<slug:workspace>/<slug:process>/nabory/<int:call>/"
PROTOCOLS = f"{CALL}protokoly/"
PROTOCOL = f"{PROTOCOLS}<int:protocol>/"
LETTERS = f"{CALL}listy/"
LETTER = f"{LETTERS}<int:letter>/"

urlpatterns: list[URLPattern] = [
    path(PROTOCOLS, protocols.list_protocols, name="protocols"),
    path(f"{PROTOCOLS}nowy/", protocols.make, name="protocol_make"),
    path(f"{PROTOCOLS}zdanie-odrebne/", protocols.write_opinion, name="opinion_write"),
    path(f"{PROTOCOLS}zdanie-odrebne/<int:opinion>/cofnij/", protocols.take_back_opinion, name="opinion_take_back"),
    path(PROTOCOL, protocols.show, name="protocol"),
    path(f"{PROTOCOL}publikuj/", protocols.publish, name="protocol_publish"),
    path(f"{PROTOCOL}protokol.pdf", protocols.give_pdf, name="protocol_pdf"),
    path(f"{PROTOCOL}protokol.docx", protocols.give_docx, name="protocol_docx"),
    path("<slug:workspace>/<slug:process>/nabory/<int:call>/protokol.pdf", protocols.give_public, name="public_protocol"),
    path(f"{CALL}partnerzy/", partners.compare, name="candidates"),
    path(f"{CALL}partnerzy/<int:submission>/", partners.show, name="candidate"),
    path(LETTERS, partners_letters.list_letters, name="letters"),
    path(f"{LETTERS}nowy/", partners_letters.write, name="letter_new"),
    path(LETTER, partners_letters.show, name="letter"),
    path(f"{LETTER}zmien/", partners_letters.edit, name="letter_edit"),
    path(f"{LETTER}podpisy/", partners_letters.sign, name="letter_sign"),
    path(f"{LETTER}skan/", partners_letters.give_scan, name="letter_scan"),
    path(f"{LETTER}usun/", partners_letters.delete, name="letter_delete"),
    path(f"{LETTER}list-intencyjny.pdf", partners_letters.give_pdf, name="letter_pdf"),
    path(f"{LETTER}list-intencyjny.docx", partners_letters.give_docx, name="letter_docx"),
    path(f"{LETTER}szkielet-umowy.docx", partners_letters.give_agreement, name="letter_agreement"),
]
