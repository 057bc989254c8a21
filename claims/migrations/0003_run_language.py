"""A run keeps the language it read the text in, and what it looked for."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_mention_not_said")]

    operations = [
        migrations.AddField(
            model_name="extractionrun",
            name="language",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="extractionrun",
            name="reach",
            field=models.CharField(
                choices=[
                    ("all", "Everything"),
                    ("quotations", "Quotations and who says them"),
                    ("bare_quotations", "Quotations alone"),
                ],
                default="all",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="extractionrun",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach__in", ["all", "quotations", "bare_quotations"])),
                name="run_reach_known",
            ),
        ),
    ]
