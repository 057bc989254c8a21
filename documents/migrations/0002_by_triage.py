"""What waits for triage is counted on every page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["team", "triage", "triage_by"], name="document_by_triage"),
        ),
    ]
