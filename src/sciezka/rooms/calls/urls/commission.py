"""Addresses: the commission, its declarations and score cards."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import commission, commission_cards, commission_scoring

CALL = "biuro/<slug:workspace>/<slug:process>/nabory/<int:call>/"
COMMISSION = f"{CALL}komisja/"
SITTINGS = f"{COMMISSION}posiedzenia/"
CARD = f"{CALL}karty/<uuid:score_card>/"
SUBMISSION = f"{CALL}zgloszenia/<int:submission>/"

urlpatterns: list[URLPattern] = [
    path(COMMISSION, commission.show, name="commission"),
    path(f"{COMMISSION}moje/", commission.show_mine, name="my_cards"),
    path(f"{COMMISSION}oswiadczenia/", commission.declare, name="declarations"),
    path(f"{COMMISSION}slowa/", commission.word_pledge, name="pledge_words"),
    path(f"{COMMISSION}wylaczenia/", commission.show_recusals, name="recusals"),
    path(f"{COMMISSION}przypomnienie/", commission.remind, name="commission_remind"),
    path(f"{SITTINGS}nowe/", commission.write_sitting, name="sitting_new"),
    path(f"{SITTINGS}<int:sitting>/", commission.edit_sitting, name="sitting"),
    path(f"{SITTINGS}<int:sitting>/usuniecie/", commission.remove_sitting, name="sitting_delete"),
    path(f"{COMMISSION}przydzial/", commission_scoring.share_out, name="assignment"),
    path(f"{COMMISSION}ocena/", commission_scoring.run_scoring, name="scoring"),
    path(f"{COMMISSION}rozbieznosci/", commission_scoring.list_spreads, name="spreads"),
    path(f"{SUBMISSION}oceniajacy/", commission_scoring.choose_assessors, name="assessors"),
    path(f"{SUBMISSION}rozbieznosc/", commission_scoring.settle_spread, name="spread"),
    path(CARD, commission_cards.fill, name="card"),
    path(f"{CARD}zapis/", commission_cards.save, name="card_save"),
]
