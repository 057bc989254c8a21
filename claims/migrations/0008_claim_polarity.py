"""A claim affirms or denies, and says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0007_run_left_out")]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="polarity",
            field=models.CharField(
                choices=[("affirmed", "Affirmed"), ("denied", "Denied")],
                default="affirmed",
                max_length=10,
                verbose_name="polarity",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("polarity__in", ["affirmed", "denied"])),
                name="claim_polarity_known",
            ),
        ),
    ]
