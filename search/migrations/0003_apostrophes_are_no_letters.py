"""Entries with an apostrophe that Unicode counts as a letter leave the index.

`rebuild_search --missing`, which every start runs, writes them anew.
"""

from django.db import migrations
from django.db.models import Q

from search.words import APOSTROPHES


def leave(apps, schema_editor):
    holding = Q()
    for letter in APOSTROPHES:
        holding |= Q(words__contains=letter)
    entries = apps.get_model("search", "Entry").objects
    keys = entries.filter(holding).values_list("kind", "object_id").distinct()
    for kind, object_id in list(keys):
        entries.filter(kind=kind, object_id=object_id).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0002_saved_view")]

    operations = [migrations.RunPython(leave, migrations.RunPython.noop)]
