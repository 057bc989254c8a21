from django.urls import path

from actors import views

app_name = "actors"

urlpatterns = [
    path("actors/", views.actor_list, name="list"),
    path("actors/add/", views.add, name="add"),
    path("actors/<int:pk>/", views.detail, name="detail"),
    path("actors/<int:pk>/edit/", views.edit, name="edit"),
    path("actors/<int:pk>/aliases/", views.add_alias, name="add_alias"),
    path("actors/<int:pk>/aliases/<int:alias>/retire/", views.retire_alias, name="retire_alias"),
    path("actors/<int:pk>/assess/", views.assess, name="assess"),
    path("actors/<int:pk>/protect/", views.protect, name="protect"),
    path("actors/<int:pk>/unprotect/", views.unprotect, name="unprotect"),
]
