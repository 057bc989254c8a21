"""A claim knows the document that it was made from, which decides who may read it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0003_run_language"),
        ("documents", "0002_by_triage"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="made_in",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims_made",
                to="documents.document",
                verbose_name="made from",
            ),
        ),
        migrations.RemoveConstraint(model_name="claim", name="claim_access_known"),
        migrations.AlterField(
            model_name="claim",
            name="access",
            field=models.CharField(
                choices=[
                    ("team", "As its document"),
                    ("restricted", "Restricted"),
                    ("places", "As any of its documents"),
                ],
                default="team",
                max_length=12,
                verbose_name="access",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("access__in", ["team", "restricted", "places"])),
                name="claim_access_known",
            ),
        ),
    ]
