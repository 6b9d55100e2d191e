"""Addresses of applicants: no account, a private link each."""

from django.urls import URLPattern, path

from sciezka.rooms.calls.views import applying, applying_form, applying_mine, applying_reminders

APPLY = "<slug:workspace>/<slug:process>/nabory/<int:call>/zgloszenie/"
MINE = "zgloszenie/<str:submission_key>/"

urlpatterns: list[URLPattern] = [
    path(APPLY, applying.show_start, name="apply"),
    path(f"{APPLY}poczatek/", applying.begin, name="apply_begin"),
    path("zgloszenie/bez-przypomnien/<str:stop_key>/", applying_reminders.stop_reminders, name="stop_reminders"),
    path(MINE, applying_mine.show, name="mine"),
    path(f"{MINE}dane/", applying.edit_head, name="apply_head"),
    path(f"{MINE}formularz/", applying_form.fill_in, name="apply_form"),
    path(f"{MINE}podsumowanie/", applying.review, name="apply_review"),
    path(f"{MINE}wyslanie/", applying.send, name="apply_send"),
    path(f"{MINE}potwierdzenie/<str:token>/", applying_mine.confirm, name="confirm"),
    path(f"{MINE}kopia/", applying_mine.show_copy, name="mine_copy"),
    path(f"{MINE}plik/<uuid:submission_file>/", applying_mine.send_file, name="mine_file"),
    path(f"{MINE}poprawka/", applying_mine.correct, name="mine_correct"),
    path(f"{MINE}porzucenie/", applying_mine.drop, name="mine_drop"),
    path(f"{MINE}przypomnienia/", applying_mine.choose_reminding, name="mine_reminders"),
    path(f"{MINE}wycofanie/", applying_mine.withdraw, name="mine_withdraw"),
    path(f"{MINE}uzupelnienie/", applying_mine.add, name="mine_supplement"),
    path(f"{MINE}zastrzezenia/", applying_mine.reserve, name="mine_reserve"),
]
