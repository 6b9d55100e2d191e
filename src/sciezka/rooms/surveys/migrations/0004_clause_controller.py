"""Keep the body that is responsible for the data beside the clause that names it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A field for the controller."""

    dependencies = [("surveys", "0003_response_indexes")]

    operations = [
        migrations.AddField(
            model_name="clause",
            name="controller",
            field=models.CharField(blank=True, max_length=200, verbose_name="controller of the data"),
        )
    ]
