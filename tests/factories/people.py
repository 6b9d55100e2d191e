"""Accounts for tests."""

import functools
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from sciezka.rooms.people.models import User

PASSWORD = "correct-horse-battery"


hash_once = functools.cache(make_password)


class UserFactory(DjangoModelFactory[User]):
    """An account that can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"osoba{number:04}@miasto.example")
    name = factory.Sequence(lambda number: f"Stanowisko {number:04}")

    password = PASSWORD

    @classmethod
    def _adjust_kwargs(cls, **kwargs: Any) -> dict[str, Any]:
        """Keep the hash of the password with the row, reckoned once for all who have the same."""
        return {**kwargs, "password": hash_once(kwargs["password"])}

    @factory.post_generation
    def address(obj: User, create: bool, extracted: None, **_kwargs: object) -> None:  # noqa: FBT001, N805, ARG002
        """Confirm the address, as a real account has it."""
        if create:
            obj.emailaddress_set.create(email=obj.email, verified=True, primary=True)
