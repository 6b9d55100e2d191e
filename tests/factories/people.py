"""Accounts for tests."""

import factory
from factory.django import DjangoModelFactory

from sciezka.rooms.people.models import User

PASSWORD = "correct-horse-battery"


class UserFactory(DjangoModelFactory[User]):
    """An account that can sign in with PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"osoba{number}@miasto.example")
    name = factory.Sequence(lambda number: f"Stanowisko {number}")

    @factory.post_generation
    def password(obj: User, create: bool, extracted: str | None, **_kwargs: object) -> None:  # noqa: FBT001, N805
        """Set the password and confirm the address, as a real account has."""
        obj.set_password(extracted or PASSWORD)
        if create:
            obj.save()
            obj.emailaddress_set.create(email=obj.email, verified=True, primary=True)
