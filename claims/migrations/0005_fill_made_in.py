"""Existing claims are made from the document of the mention whose acceptance made them."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 2000


def fill(apps, _schema_editor):
    Claim = apps.get_model("claims", "Claim")
    links = apps.get_model("claims", "ClaimMention").objects.filter(is_origin=True)
    document = links.filter(claim=OuterRef("pk")).order_by("pk").values("mention__document")[:1]
    last = 0
    while ids := list(_after(links, last)):
        last = ids[-1]
        Claim.objects.filter(pk__in=ids).update(made_in=Subquery(document))


def _after(links, last):
    rows = links.filter(claim__gt=last).order_by("claim").values_list("claim", flat=True)
    return rows.distinct()[:BATCH]


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_claim_made_in")]

    # Back: the column goes with the migration before this one.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
