"""Keep from others what was concealed before: the duties of open rounds that are blind or may
become it, and of rounds that ended undecided, with what their people made of the evidence.
"""

from django.db import migrations
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

OPEN = ("on_record", "to_check", "in_review", "second_review", "not_pursued")


def keep(apps, schema_editor):
    assignment = apps.get_model("review", "Assignment")
    evidence = apps.get_model("review", "Evidence")
    review = apps.get_model("review", "Review")
    evidence.objects.update(
        judged_by=F("added_by"),
        judged_at=F("created_at"),
        open_stance=F("stance"),
        open_credibility=F("credibility"),
    )
    may_be_blind = Q(team__second_review_normal="blind") | Q(
        team__second_review_high__in=["", "blind"]
    )
    now = Q(round=F("claim__round"), claim__state__in=OPEN)
    blind = now & Q(claim__second_review="blind", duty__in=["first", "second"])
    may_become = now & may_be_blind & Q(claim__second_review="", duty="first")
    sealed = review.objects.filter(
        claim=OuterRef("claim"), round=OuterRef("round"), reviewer=OuterRef("person")
    )
    undecided = Q(round__lt=F("claim__round"), since__lt=F("round"), duty="first")
    duties = assignment.objects.annotate(since=Coalesce("claim__decided_round", 0))
    kept = duties.filter(blind | may_become | (undecided & may_be_blind & Q(Exists(sealed))))
    ids = list(kept.values_list("pk", flat=True))
    for at in range(0, len(ids), 500):
        assignment.objects.filter(pk__in=ids[at : at + 500]).update(is_concealing=True)
    _judged_since(apps)


def _judged_since(apps):
    """Of evidence that they graded or corrected others read nothing until the round is over."""
    assignment = apps.get_model("review", "Assignment")
    evidence = apps.get_model("review", "Evidence")
    event = apps.get_model("history", "Event")
    duties = assignment.objects.filter(is_concealing=True).order_by("assigned_at")
    for duty in duties.iterator(chunk_size=500):
        judged = event.objects.filter(
            claim_id=duty.claim_id,
            by_id=duty.person_id,
            at__gte=duty.assigned_at,
            kind__in=["evidence.added", "evidence.edited", "evidence.graded"],
        )
        for pk, at in judged.order_by("seq").values_list("object_id", "at"):
            evidence.objects.filter(pk=pk).update(
                judged_by=duty.person_id, judged_at=at, open_stance="", open_credibility=None
            )


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial"), ("review", "0006_kept_from_others")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
