"""Names are compared with one apostrophe, however it was typed: those kept so far are folded anew."""

from django.db import migrations
from django.db.models import Q

from actors.names import APOSTROPHES, fold


def fold_anew(apps, schema_editor):
    holding = Q()
    for letter in APOSTROPHES:
        holding |= Q(folded__contains=letter)
    for actor in apps.get_model("actors", "Actor").objects.filter(holding):
        actor.folded = fold(actor.name)
        actor.save(update_fields=["folded"])
    aliases = apps.get_model("actors", "Alias").objects
    for alias in aliases.filter(holding):
        # The same name with another apostrophe may be there already: one of them is enough.
        if not aliases.filter(actor=alias.actor_id, folded=fold(alias.name)).exists():
            alias.folded = fold(alias.name)
            alias.save(update_fields=["folded"])


class Migration(migrations.Migration):
    dependencies = [("actors", "0002_reliability_assessment")]

    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop)]
