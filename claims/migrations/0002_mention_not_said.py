"""What a text says was not said is kept as that, and never becomes a claim."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(
            model_name="mention",
            name="mention_polarity_known",
        ),
        migrations.AlterField(
            model_name="mention",
            name="polarity",
            field=models.CharField(
                choices=[("affirmed", "Affirmed"), ("denied", "Denied"), ("not_said", "Not said")],
                default="affirmed",
                max_length=10,
                verbose_name="polarity",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.CheckConstraint(
                condition=models.Q(("polarity__in", ["affirmed", "denied", "not_said"])),
                name="mention_polarity_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("curation", "accepted"), ("polarity", "not_said"), _negated=True
                ),
                name="mention_not_said_is_no_claim",
            ),
        ),
    ]
