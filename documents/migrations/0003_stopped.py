"""A document whose reading a person stopped has not failed."""

from django.db import migrations, models

PROCESSING = {
    "queued": "Queued",
    "fetching": "Fetching",
    "extracting": "Finding claims",
    "ready": "Ready",
    "stopped": "Stopped",
    "failed": "Failed",
    "withdrawn": "Withdrawn",
}


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_by_triage")]

    operations = [
        migrations.RemoveConstraint(model_name="document", name="document_processing_known"),
        migrations.AlterField(
            model_name="document",
            name="processing",
            field=models.CharField(
                choices=list(PROCESSING.items()), default="queued", editable=False, max_length=12
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(processing__in=list(PROCESSING)),
                name="document_processing_known",
            ),
        ),
    ]
