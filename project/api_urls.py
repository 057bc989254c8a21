"""Addresses below /api/v1/. Each app says in its `api/urls.py` what lies below a team."""

from django.urls import include, path
from drf_spectacular.views import SpectacularJSONAPIView

from common.views import api_docs

app_name = "api"

in_team = [
    path("", include("teams.api.urls")),
    path("", include("actors.api.urls")),
    path("", include("documents.api.urls")),
    path("", include("claims.api.urls")),
    path("", include("review.api.urls")),
    path("", include("search.api_urls")),
    path("", include("exports.api_urls")),
]
urlpatterns = [
    path("", api_docs, name="docs"),
    path("schema.json", SpectacularJSONAPIView.as_view(), name="schema"),
    path("t/<slug:team>/", include(in_team)),
]
