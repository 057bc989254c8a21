from django.urls import path

from actors.api import views

urlpatterns = [
    path("actors", views.Actors.as_view(), name="actors"),
    path("actors/<int:pk>", views.ActorDetail.as_view(), name="actor"),
    path("actors/<int:pk>/protect", views.ProtectActor.as_view(), name="actor_protect"),
    path("actors/<int:pk>/unprotect", views.UnprotectActor.as_view(), name="actor_unprotect"),
    path("actors/<int:pk>/aliases", views.Aliases.as_view(), name="aliases"),
    path("actors/<int:pk>/assessments", views.Assessments.as_view(), name="assessments"),
    path("aliases/<int:pk>/retire", views.RetireAlias.as_view(), name="alias_retire"),
]
