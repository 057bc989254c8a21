"""What a person stopped is called stopped."""

from django.db import migrations, models

STATES = [
    ("queued", "Queued"),
    ("running", "Running"),
    ("done", "Done"),
    ("failed", "Failed"),
    ("cancelled", "Stopped"),
]


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="job",
            name="state",
            field=models.CharField(choices=STATES, default="queued", max_length=10),
        ),
    ]
