"""Remember when a work last moved, and the language of the person who waits for it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0002_guard_journal")]
    operations = [
        migrations.AddField("work", "moved_at", models.DateTimeField(null=True)),
        migrations.AddField("work", "language", models.CharField(blank=True, editable=False, max_length=10)),
    ]
