"""The thread room's addresses."""

from django.urls import URLPattern, path, register_converter

from sciezka.rooms.thread.views import checks, coverage, nodes, picture, snapshots


class CodeConverter:
    """A node's code in an address: letters, perhaps a dash, numbers parted by dots."""

    regex = r"[A-Z]{0,6}-?[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}"

    def to_python(self, value: str) -> str:
        """Give the code as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """Give the code as it stands."""
        return value


register_converter(CodeConverter, "code")

THREAD = "biuro/<slug:workspace>/<slug:process>/nic/"
NODE = f"{THREAD}<code:node>/"
CHECK = f"{THREAD}sprawdzenie/"
PICTURE = f"{THREAD}obraz"
SNAPSHOTS = f"{THREAD}stany/"

app_name = "thread"
urlpatterns: list[URLPattern] = [
    path(THREAD, nodes.show_thread, name="thread"),
    path(f"{PICTURE}/", picture.show_picture, name="picture"),
    path(f"{PICTURE}.svg", picture.give_svg, name="picture_svg"),
    path(f"{PICTURE}.png", picture.give_png, name="picture_png"),
    path(f"{THREAD}pokrycie/", coverage.show_coverage, name="coverage"),
    path(f"{THREAD}pokrycie.csv", coverage.give_csv, name="coverage_csv"),
    path(NODE, nodes.show_node, name="node"),
    path(f"{NODE}wiazanie/", nodes.make_tie, name="tie_new"),
    path(f"{NODE}wiazanie/cofniecie/", nodes.bring_tie_back, name="tie_restore"),
    path(f"{NODE}wiazanie/<int:tie>/usuniecie/", nodes.remove_tie, name="tie_remove"),
    path(f"{NODE}tytul/", nodes.change_title, name="title"),
    path(f"{NODE}zdjecie/", nodes.take_node_off, name="take_off"),
    path(f"{NODE}odswiezenie/", checks.cite_anew, name="cite"),
    path(f"{NODE}powrot/", nodes.put_node_back, name="put_back"),
    path(CHECK, checks.show_check, name="check"),
    path(f"{CHECK}ustawienia/", checks.change_settings, name="check_settings"),
    path(f"{CHECK}odstepstwa/nowe/", checks.make_waiver, name="waiver_new"),
    path(f"{CHECK}odstepstwa/<int:waiver>/koniec/", checks.finish_waiver, name="waiver_end"),
    path(SNAPSHOTS, snapshots.show_snapshots, name="snapshots"),
    path(f"{SNAPSHOTS}nowy/", snapshots.take, name="snapshot_new"),
    path(f"{SNAPSHOTS}porownanie/", snapshots.show_comparison, name="comparison"),
    path(f"{SNAPSHOTS}porownanie.csv", snapshots.give_csv, name="comparison_csv"),
    path(f"{SNAPSHOTS}<int:snapshot>/", snapshots.show_snapshot, name="snapshot"),
    path(f"{SNAPSHOTS}<int:snapshot>/kopia/", snapshots.make_copy, name="snapshot_copy"),
]
