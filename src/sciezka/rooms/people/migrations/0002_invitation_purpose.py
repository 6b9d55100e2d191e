"""Invitations say where the person is to work."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="purpose",
            field=models.CharField(blank=True, default="", max_length=300),
            preserve_default=False,
        ),
    ]
