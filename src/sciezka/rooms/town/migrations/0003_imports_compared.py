"""Imported entries remember what they were compared with, and what they changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("town", "0002_attendee_invitations")]

    operations = [
        migrations.AddField("importedentry", "before", models.JSONField(blank=True, default=dict)),
        migrations.AddField("importedentry", "heading", models.CharField(blank=True, max_length=300)),
        migrations.AddField("importedentry", "is_doubtful", models.BooleanField(default=False)),
        migrations.AddField(
            "importedentry",
            "previous",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="later",
                to="town.importedentry",
            ),
        ),
        migrations.AddField("pageimport", "encoding", models.CharField(blank=True, max_length=20)),
        migrations.AddField("pageimport", "refusal", models.CharField(blank=True, max_length=300)),
        migrations.AddField(
            "pageimport",
            "source_url",
            models.URLField(blank=True, max_length=1000, verbose_name="address of the page"),
        ),
        migrations.AlterField(
            "importedentry",
            "decision",
            models.CharField(
                choices=[
                    ("open", "to decide"),
                    ("accepted", "accepted"),
                    ("skipped", "skipped"),
                    ("moved", "taken over by a newer reading"),
                ],
                default="open",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            "importedentry",
            "event",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="imported_from",
                to="town.event",
            ),
        ),
        migrations.AddIndex(
            "importedentry", models.Index(fields=["page", "change", "decision"], name="imported_by_decision")
        ),
        migrations.AddIndex("importedentry", models.Index(fields=["digest"], name="imported_by_digest")),
        migrations.AddConstraint(
            "importedentry", models.UniqueConstraint(fields=("page", "position"), name="imported_entry_position_once")
        ),
    ]
