from django.urls import include, path

from documents.views import acts, adding, details, listing

app_name = "documents"

# The workbench of `claims` is at documents/<pk>/.
document = [
    path("details/", details.detail, name="detail"),
    path("edit/", details.edit, name="edit"),
    path("progress/", details.progress, name="progress"),
    path("versions/<int:number>/", details.version, name="version"),
    path("withdraw/", acts.withdraw, name="withdraw"),
    path("restore/", acts.restore, name="restore"),
    path("access/", acts.restrict, name="restrict"),
    path("triage/<slug:move>/", acts.triage, name="triage"),
    path("retry/", acts.retry, name="retry"),
    path("stop/", acts.stop, name="stop"),
]
urlpatterns = [
    path("documents/", listing.documents, name="list"),
    path("documents/add/", adding.add, name="add"),
    path("documents/<int:pk>/", include(document)),
]
