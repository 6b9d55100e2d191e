"""Count the changes that live screens wait for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0003_follow_work")]
    operations = [
        migrations.CreateModel(
            name="Pulse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=80, unique=True)),
                ("number", models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={"verbose_name": "pulse", "verbose_name_plural": "pulses"},
        ),
    ]
