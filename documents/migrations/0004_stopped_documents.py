"""Documents that count as failed because somebody stopped their reading count as stopped."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def mark_stopped(apps, schema_editor):
    jobs = apps.get_model("jobs", "Job").objects.filter(document_id=OuterRef("pk"))
    newest = jobs.order_by("-pk").values("state")[:1]
    documents = apps.get_model("documents", "Document").objects
    failed = documents.filter(processing="failed").annotate(newest=Subquery(newest))
    stopped = list(failed.filter(newest="cancelled").values_list("pk", flat=True))
    documents.filter(pk__in=stopped).update(processing="stopped", failure="")


def mark_failed(apps, schema_editor):
    stopped = apps.get_model("documents", "Document").objects.filter(processing="stopped")
    stopped.filter(failure="").update(failure="Somebody stopped it.")
    stopped.update(processing="failed")


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_stopped"), ("jobs", "0002_stopped")]

    operations = [migrations.RunPython(mark_stopped, mark_failed)]
