"""The thread room's addresses."""

from django.urls import URLPattern, path, register_converter

from sciezka.rooms.thread import views


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

app_name = "thread"
urlpatterns: list[URLPattern] = [
    path(THREAD, views.show_thread, name="thread"),
    path(NODE, views.show_node, name="node"),
    path(f"{NODE}wiazanie/", views.make_tie, name="tie_new"),
    path(f"{NODE}wiazanie/cofniecie/", views.bring_tie_back, name="tie_restore"),
    path(f"{NODE}wiazanie/<int:tie>/usuniecie/", views.remove_tie, name="tie_remove"),
    path(f"{NODE}tytul/", views.change_title, name="title"),
    path(f"{NODE}zdjecie/", views.take_node_off, name="take_off"),
    path(f"{NODE}powrot/", views.put_node_back, name="put_back"),
]
