"""Reading jobs. Whether the person may read the document they belong to is asked before."""

from collections.abc import Collection

from django.db.models import Max

from jobs.models import Job


def latest_jobs(document_ids: Collection[int]) -> dict[int, Job]:
    """The newest job of each of the documents that has one, by document id. One query."""
    newest = (
        Job.objects.filter(document_id__in=document_ids)
        .order_by()
        .values("document_id")
        .annotate(newest=Max("pk"))
        .values("newest")
    )
    jobs = Job.objects.filter(pk__in=newest).select_related("by")
    return {job.document_id: job for job in jobs if job.document_id}
