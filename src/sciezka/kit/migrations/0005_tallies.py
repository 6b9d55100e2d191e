"""Count what is done often, for all processes of a server."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0004_pulses")]
    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("number", models.PositiveIntegerField(default=0, editable=False)),
                ("until", models.DateTimeField(db_index=True, editable=False)),
            ],
            options={"verbose_name": "tally", "verbose_name_plural": "tallies"},
        ),
    ]
