from django.urls import path

from documents.api import jobs, views

urlpatterns = [
    path("documents", views.Documents.as_view(), name="documents"),
    path("documents/<int:pk>", views.DocumentDetail.as_view(), name="document"),
    path("documents/<int:pk>/versions", views.Versions.as_view(), name="versions"),
    path("documents/<int:pk>/versions/<int:number>", views.VersionDetail.as_view(), name="version"),
    *(
        path(
            f"documents/<int:pk>/{name}",
            views.DocumentStep.as_view(step=step),
            name=f"document_{name}",
        )
        for name, step in views.STEPS.items()
    ),
    path("jobs", jobs.Jobs.as_view(), name="jobs"),
    path("jobs/<int:pk>", jobs.JobDetail.as_view(), name="job"),
    path("jobs/<int:pk>/retry", jobs.RetryJob.as_view(), name="job_retry"),
    path("jobs/<int:pk>/cancel", jobs.CancelJob.as_view(), name="job_cancel"),
]
