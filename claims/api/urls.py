from django.urls import path

from claims.api import claims, mentions

urlpatterns = [
    path("mentions", mentions.Mentions.as_view(), name="mentions"),
    path("mentions/<int:pk>", mentions.MentionDetail.as_view(), name="mention"),
    *(
        path(
            f"mentions/<int:pk>/{name}",
            mentions.MentionStep.as_view(step=step),
            name=f"mention_{name}",
        )
        for name, step in mentions.STEPS.items()
    ),
    path(
        "documents/<int:pk>/set-aside-rest",
        mentions.SetAsideRest.as_view(),
        name="set_aside_rest",
    ),
    path(
        "documents/<int:pk>/undo-set-aside-rest",
        mentions.UndoSetAsideRest.as_view(),
        name="undo_set_aside_rest",
    ),
    path("places", mentions.Places.as_view(), name="places"),
    path("places/<int:pk>/judge", mentions.JudgePlace.as_view(), name="place_judge"),
    path("claims", claims.Claims.as_view(), name="claims"),
    path("claims/<int:pk>", claims.ClaimDetail.as_view(), name="claim"),
    path("claims/<int:pk>/speakers", claims.ClaimSpeakers.as_view(), name="claim_speakers"),
]
