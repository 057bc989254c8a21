"""Every address of the product."""

from django.contrib import admin
from django.urls import include, path

from project import health
from teams.views.workspace import home

urlpatterns = [
    path("", home, name="home"),
    path("", include("common.urls")),
    path("", include("teams.urls")),
    path("t/<slug:team>/", include("actors.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
