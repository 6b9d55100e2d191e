"""Who acts: the signed-in person behind a guarded request."""

from django.http import HttpRequest

from sciezka.rooms.people.models import User


def actor_of(request: HttpRequest) -> User:
    """Give the person whom the guard let in."""
    if not isinstance(request.user, User):
        message = "A guarded view was reached without an account."
        raise TypeError(message)
    return request.user
