"""Events keep when they were called off."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("town", "0004_count_entries_by_index"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="called_off_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
