"""Remember what each invited person was told, and invite nobody twice."""

from typing import ClassVar

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("town", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="attendee",
            name="problem",
            field=models.CharField(
                blank=True, editable=False, max_length=200, verbose_name="why the invitation was not sent", default=""
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="attendee",
            name="told_sequence",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.UniqueConstraint(fields=("event", "user"), name="person_invited_once"),
        ),
        migrations.AddConstraint(
            model_name="attendee",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email", ""), _negated=True), fields=("event", "email"), name="address_invited_once"
            ),
        ),
    ]
