"""Keep of which original a translation was written, where the original has changed since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A field for the originals of translations."""

    dependencies = [("questions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="originals",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="originals of translations"),
        )
    ]
