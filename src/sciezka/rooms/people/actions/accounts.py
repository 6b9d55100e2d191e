"""Making and editing accounts."""

from django.db import transaction

from sciezka.rooms.people.actions.trace import note
from sciezka.rooms.people.models import User


@transaction.atomic
def make_account(
    *,
    email: str,
    name: str,
    password: str | None,
    language: str = "pl",
    is_demo: bool = False,
    is_superuser: bool = False,
) -> User:
    """Make an account whose address is known to be right: for operators' commands and the demonstration."""
    return User.objects.create_user(
        email, password, name=name, language=language, is_demo=is_demo, is_superuser=is_superuser
    )


@transaction.atomic
def edit_profile(*, actor: User, name: str, language: str) -> User:
    """Change one's own name and language. The journal says that it was done, not what the name was."""
    changed = [field for field, value in (("name", name), ("language", language)) if getattr(actor, field) != value]
    if changed:
        actor.name, actor.language = name, language
        actor.save(update_fields=["name", "language"])
        note(actor=actor, verb="account.edit", of=actor, after={"changed": changed})
    return actor
