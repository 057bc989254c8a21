from django.contrib.admin.apps import AdminConfig


class CurationConfig(AdminConfig):
    """Django's admin, on our own site."""

    default_site = "teams.curating.CurationSite"
