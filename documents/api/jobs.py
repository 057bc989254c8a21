"""Background work. Here because who may read a job is who may read its document."""

import django_filters as filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response

from common.errors import RuleError
from common.filters import IdFilter
from documents import services
from documents.access import get_document
from documents.api.serializers import JobSerializer
from documents.models import Document
from jobs import services as jobs
from jobs.models import Job, JobState
from jobs.selectors import latest_jobs
from teams.access import require
from teams.api.views import InTeam
from teams.roles import Permission


class JobFilters(filters.FilterSet):
    state = filters.MultipleChoiceFilter(choices=JobState.choices)
    document = IdFilter(field_name="document_id")
    kind = filters.CharFilter()

    class Meta:
        model = Job
        fields: list[str] = []


class JobRows(InTeam, generics.GenericAPIView):
    tag = "jobs"
    queryset = Job.objects.all()
    serializer_class = JobSerializer

    def get_queryset(self) -> QuerySet[Job]:
        readable = Document.objects.visible_to(self.request.user).filter(team=self.team)
        seen = Q(document_id=None) | Q(document_id__in=readable.values("pk"))
        return Job.objects.filter(seen, team=self.team).select_related("by", "team")

    def work(self) -> tuple[Job, Document | None]:
        """The job and the document that it works on, for whoever may have documents read.

        Raises RuleError if the document's newest job is another: only that one counts.
        """
        job = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        require(self.request.user, Permission.ADD_DOCUMENT, self.team)
        if job.document_id is None:
            return job, None
        document = get_document(self.request.user, self.kwargs["team"], job.document_id)
        if latest_jobs([document.pk])[document.pk] != job:
            raise RuleError(_("A newer job reads this document by now."))
        return job, document


class Jobs(JobRows, generics.ListAPIView):
    """Background work of the team, the newest first."""

    filterset_class = JobFilters
    summaries = {"GET": "List the jobs"}


class JobDetail(JobRows, generics.RetrieveAPIView):
    summaries = {"GET": "Read a job"}


class RetryJob(JobRows):
    """Ask anew for work that failed or was stopped. Answers with the new job."""

    summaries = {"POST": "Try a job again"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        job, document = self.work()
        if document:
            return self.answer(services.retry_processing(document=document, by=request.user))
        return self.answer(jobs.retry(job=job, by=request.user))


class CancelJob(JobRows):
    """Stop the work: at once while it waits, at its next step while it runs."""

    summaries = {"POST": "Stop a job"}

    def post(self, request: Request, team: str, pk: int) -> Response:
        job, document = self.work()
        if document:
            return self.answer(services.cancel_processing(document=document, by=request.user))
        return self.answer(jobs.cancel(job=job, by=request.user))
