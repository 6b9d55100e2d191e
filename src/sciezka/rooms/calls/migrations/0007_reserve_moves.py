"""The reserve list, ordered by hand."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0006_reminders"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReserveMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place_before", models.PositiveSmallIntegerField(verbose_name="place before")),
                ("place_after", models.PositiveSmallIntegerField(verbose_name="place after")),
                ("order", models.JSONField(default=list, editable=False)),
                ("why", models.TextField(verbose_name="reason")),
                (
                    "made_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="made on"),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reserve_moves",
                        to="calls.call",
                        verbose_name="call",
                    ),
                ),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calls.submission",
                        verbose_name="submission",
                    ),
                ),
            ],
            options={
                "verbose_name": "move on the reserve list",
                "verbose_name_plural": "moves on the reserve list",
                "ordering": ("pk",),
            },
        ),
    ]
