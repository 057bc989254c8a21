"""Addresses below a team's: the workbench of a document, its mentions, the claims."""

from django.urls import path

from claims.views import (
    corrections,
    listing,
    live,
    marking,
    precision,
    saved,
    steps,
    triage,
    workbench,
)

app_name = "claims"

urlpatterns = [
    path("documents/<int:pk>/", workbench.workbench, name="workbench"),
    path("documents/<int:pk>/live/", live.live, name="live"),
    path("documents/<int:pk>/take/", triage.take, name="take"),
    path("documents/<int:pk>/undo/", triage.undo_last, name="undo_last"),
    path("documents/<int:pk>/rest/", triage.set_aside_rest, name="set_aside_rest"),
    path("documents/<int:pk>/rest/<uuid:action>/", triage.undo_rest, name="undo_rest"),
    path("documents/<int:pk>/done/", triage.finish, name="finish"),
    path("documents/<int:pk>/mentions/add/", corrections.add, name="add_mention"),
    path("mentions/<int:pk>/accept/", steps.accept, name="accept"),
    path("mentions/<int:pk>/attach/", steps.attach, name="attach"),
    path("mentions/<int:pk>/reject/", steps.reject, name="reject"),
    path("mentions/<int:pk>/aside/", steps.set_aside, name="set_aside"),
    path("mentions/<int:pk>/split/", steps.split, name="split"),
    path("mentions/<int:pk>/undo/", steps.undo, name="undo"),
    path("mentions/<int:pk>/mark/", marking.mark, name="mark"),
    path("mentions/<int:pk>/edit/", corrections.edit, name="edit"),
    path("mentions/<int:pk>/speakers/", corrections.speakers, name="speakers"),
    path("mentions/<int:pk>/speaker/", corrections.speaker_from_text, name="speaker_from_text"),
    path("claims/", listing.claim_list, name="list"),
    path("claims/precision/", precision.precision, name="precision"),
    path("claims/new/", listing.new_claim, name="new"),
    path("claims/of/<int:pk>/", listing.of_actor, name="of_actor"),
    path("claims/views/", saved.saved_views, name="views"),
    path("claims/views/save/", saved.save_view, name="save_view"),
    path("claims/views/<int:pk>/see/", saved.see_view, name="see_view"),
    *(
        path(f"claims/views/<int:pk>/{act}/", saved.change_view, {"act": act}, name=f"{act}_view")
        for act in saved.ACTS
    ),
]
