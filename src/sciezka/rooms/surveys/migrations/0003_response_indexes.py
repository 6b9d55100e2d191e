"""Index what results count, and what no block holds yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Wider and narrower indexes of responses."""

    dependencies = [
        ("questions", "0001_initial"),
        ("surveys", "0002_clause_officer"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="response",
            name="response_by_hour",
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["survey", "finished_hour", "left_out", "quota", "channel"], name="response_by_hour"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("block__isnull", True), ("finished_hour__isnull", False)),
                fields=["survey", "finished_hour"],
                name="response_unpacked",
            ),
        ),
    ]
