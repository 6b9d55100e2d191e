"""Remember for a while, for all processes of a server."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kit", "0005_tallies")]
    operations = [
        migrations.CreateModel(
            name="Memo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("value", models.JSONField(editable=False, null=True)),
                ("until", models.DateTimeField(db_index=True, editable=False)),
            ],
            options={"verbose_name": "memo", "verbose_name_plural": "memos"},
        ),
    ]
