"""Let the database itself refuse changes to the journal.

On PostgreSQL a row can be neither changed nor deleted. On SQLite only changing is refused: Django's flush, which the
test suite uses between transactional tests, empties tables there by DELETE (on PostgreSQL it truncates, which no row
trigger sees). Deleting on SQLite is refused by the model and its queryset.

A later migration that rebuilds the table on SQLite (any change of a column) drops its triggers: run ``guard`` again.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

GUARDS = {
    "sqlite": [
        """
        CREATE TRIGGER IF NOT EXISTS journal_is_append_only BEFORE UPDATE ON kit_journalentry
        BEGIN SELECT RAISE(ABORT, 'The journal is append-only.'); END
        """,
    ],
    "postgresql": [
        """
        CREATE OR REPLACE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The journal is append-only.' USING ERRCODE = 'integrity_constraint_violation'; END $$
        """,
        """
        CREATE OR REPLACE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON kit_journalentry
        FOR EACH ROW EXECUTE FUNCTION refuse_journal_change()
        """,
    ],
}
RELEASES = {
    "sqlite": ["DROP TRIGGER IF EXISTS journal_is_append_only"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS journal_is_append_only ON kit_journalentry",
        "DROP FUNCTION IF EXISTS refuse_journal_change()",
    ],
}


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Set the trigger."""
    for statement in GUARDS.get(editor.connection.vendor, []):
        editor.execute(statement)


def release(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the trigger away."""
    for statement in RELEASES.get(editor.connection.vendor, []):
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("kit", "0001_initial")]
    operations = [migrations.RunPython(guard, release)]
