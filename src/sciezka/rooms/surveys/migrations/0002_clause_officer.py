"""Keep how to reach the data protection officer beside the clause that names them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A field for the officer's contact."""

    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="officer",
            field=models.CharField(blank=True, max_length=200, verbose_name="contact of the data protection officer"),
        )
    ]
