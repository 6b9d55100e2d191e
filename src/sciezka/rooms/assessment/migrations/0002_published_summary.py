"""Keep the summary that an assessment published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="assessment",
            name="summary",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="published summary"),
        ),
    ]
