from django.urls import path

from review import views

app_name = "review"
urlpatterns = [
    path("my-work/", views.my_work, name="my_work"),
    path("my-work/next/", views.next_work, name="next_work"),
    path("my-work/take/", views.take_next, name="take_next"),
    path("claims/<int:pk>/", views.claim, name="claim"),
    path("claims/<int:pk>/edit/", views.edit_statement, name="edit"),
    path("claims/<int:pk>/access/", views.access, name="access"),
    path("claims/<int:pk>/step/<slug:action>/", views.step, name="step"),
    path("claims/<int:pk>/review/<slug:duty>/", views.judge, name="judge"),
    path("claims/<int:pk>/review/<slug:duty>/draft/", views.keep_draft, name="draft"),
    path("drafts/<int:pk>/discard/", views.discard_draft, name="discard_draft"),
    path("claims/<int:pk>/evidence/", views.add_evidence, name="add_evidence"),
    path("claims/<int:pk>/comments/", views.add_comment, name="add_comment"),
    path("claims/<int:pk>/history/", views.claim_history, name="claim_history"),
    path("evidence/<int:pk>/", views.edit_evidence, name="edit_evidence"),
    path("evidence/<int:pk>/withdraw/", views.withdraw_evidence, name="withdraw_evidence"),
    path("evidence/<int:pk>/grade/", views.grade_evidence, name="grade_evidence"),
    path("comments/<int:pk>/", views.edit_comment, name="edit_comment"),
    path("comments/<int:pk>/resolve/", views.resolve_comment, name="resolve_comment"),
    path("comments/<int:pk>/reopen/", views.reopen_comment, name="reopen_comment"),
    path("documents/<int:pk>/comments/", views.document_comments, name="document_comments"),
    path(
        "documents/<int:pk>/comments/add/",
        views.add_document_comment,
        name="add_document_comment",
    ),
    path("claims/<int:pk>/watch/", views.watch_claim, name="watch_claim"),
    path("documents/<int:pk>/watch/", views.watch_document, name="watch_document"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("documents/<int:pk>/history/", views.document_history, name="document_history"),
    path("agreement/", views.agreement, name="agreement"),
    path("history/", views.team_history, name="team_history"),
    path("settings/history/", views.history_checks, name="history_checks"),
    path("settings/history/<int:pk>/", views.history_check, name="history_check"),
    path("events/<int:pk>/undo/", views.undo_event, name="undo_event"),
]
