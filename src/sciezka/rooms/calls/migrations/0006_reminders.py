"""When an applicant was last reminded of what is not sent, and whether they want it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0005_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="reminded_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reminded on"),
        ),
        migrations.AddField(
            model_name="submission",
            name="wants_reminders",
            field=models.BooleanField(default=True, editable=False, verbose_name="wants to be reminded of the closing"),
        ),
    ]
