"""Every address of the product. Each app says in its own `urls.py` what lies below a team."""

from django.contrib import admin
from django.urls import include, path

from project import health
from teams.views.workspace import home

in_team = [
    path("", include("documents.urls")),
    path("", include("claims.urls")),
    path("", include("actors.urls")),
    path("", include("review.urls")),
    path("", include("exports.urls")),
]
urlpatterns = [
    path("", home, name="home"),
    path("", include("common.urls")),
    path("", include("teams.urls")),
    path("t/<slug:team>/", include(in_team)),
    path("api/v1/", include("project.api_urls")),
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
