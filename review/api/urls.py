from django.urls import path

from review.api import agreement, evidence, history, news, reading, steps

urlpatterns = [
    *(
        path(
            f"claims/<int:pk>/{name.replace('_', '-')}",
            steps.ClaimStep.as_view(step=step),
            name=f"claim_{name}",
        )
        for name, step in steps.STEPS.items()
    ),
    path("evidence", evidence.EvidenceList.as_view(), name="evidence_list"),
    path("evidence/<int:pk>", evidence.EvidenceDetail.as_view(), name="evidence"),
    path(
        "evidence/<int:pk>/withdraw",
        evidence.WithdrawEvidence.as_view(),
        name="evidence_withdraw",
    ),
    path("comments", evidence.Comments.as_view(), name="comments"),
    path("comments/<int:pk>", evidence.CommentDetail.as_view(), name="comment"),
    path("comments/<int:pk>/resolve", evidence.ResolveComment.as_view(), name="comment_resolve"),
    path("comments/<int:pk>/reopen", evidence.ReopenComment.as_view(), name="comment_reopen"),
    path("claims/<int:pk>/watch", news.WatchClaim.as_view(), name="claim_watch"),
    path("documents/<int:pk>/watch", news.WatchDocument.as_view(), name="document_watch"),
    path("notifications", news.Notifications.as_view(), name="notifications"),
    path("notifications/read", news.ReadAll.as_view(), name="notifications_read"),
    path("reviews", reading.Reviews.as_view(), name="reviews"),
    path("reviews/<int:pk>", reading.ReviewDetail.as_view(), name="review"),
    path("decisions", reading.Decisions.as_view(), name="decisions"),
    path("decisions/<int:pk>", reading.DecisionDetail.as_view(), name="decision"),
    path("assignments", reading.Assignments.as_view(), name="assignments"),
    path("events", reading.Events.as_view(), name="events"),
    path("events/<int:pk>", reading.EventDetail.as_view(), name="event"),
    path("events/<int:pk>/undo", history.UndoEvent.as_view(), name="event_undo"),
    path("agreement", agreement.AgreementOfReviews.as_view(), name="agreement"),
    path("timeline", history.Timeline.as_view(), name="timeline"),
]
