"""Every address of the product. Each app says in its own `urls.py` what lies below a team."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from teams.views.workspace import home

in_team = [
    path("", include("documents.urls")),
    path("", include("claims.urls")),
    path("", include("actors.urls")),
    path("", include("review.urls")),
    path("", include("exports.urls")),
    path("", include("search.urls")),
]
# What allauth would offer and we do not: other addresses of a person, other ways to sign in.
to_account = RedirectView.as_view(pattern_name="teams:account")
handler500 = "teams.views.sessions.broken"
urlpatterns = [
    path("", home, name="home"),
    path("", include("common.urls")),
    path("", include("teams.urls")),
    path("t/<slug:team>/", include(in_team)),
    path("api/v1/", include("project.api_urls")),
    path("accounts/email/", to_account, name="account_email"),
    path("accounts/3rdparty/", to_account, name="socialaccount_connections"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/3rdparty/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("admin/", admin.site.urls),
]
