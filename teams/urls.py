from django.urls import include, path

from teams.views import people, sessions, settings, workspace

app_name = "teams"

members = [
    path("role/", settings.change_role, name="change_role"),
    path("end/", settings.deactivate, name="deactivate"),
    path("back/", settings.reactivate, name="reactivate"),
    path("reset-link/", settings.reset_link, name="reset_link"),
]
in_team = [
    path("", workspace.start, name="start"),
    path("help/", workspace.help_page, name="help"),
    path("settings/", settings.settings_page, name="settings"),
    path("settings/name/", settings.rename, name="rename"),
    path("settings/policy/", settings.change_policy, name="change_policy"),
    path("settings/members/<int:pk>/", include(members)),
    path("settings/invitations/", settings.invite, name="invite"),
    path(
        "settings/invitations/<int:pk>/revoke/",
        settings.revoke_invitation,
        name="revoke_invitation",
    ),
    path("settings/tokens/", settings.make_token, name="make_token"),
    path("settings/tokens/<int:pk>/revoke/", settings.revoke_token, name="revoke_token"),
]
# Included at the root: not every page of this app belongs to a team.
urlpatterns = [
    path("teams/", workspace.team_list, name="list"),
    path("account/", people.account, name="account"),
    path("account/session/", sessions.session, name="session"),
    path("account/kept/", sessions.kept_form, name="kept"),
    path("invitation/<str:secret>/", people.invitation, name="invitation"),
    path("t/<slug:team>/", include(in_team)),
]
