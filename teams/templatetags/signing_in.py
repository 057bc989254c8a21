"""How people sign in, and with what."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()
# The first that occurs counts: Edge says that it is Chrome too, and everybody is Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.inclusion_tag("teams/_single_sign_on.html")
def single_sign_on(then: str = "") -> dict[str, Any]:
    """A link to the provider of single sign-on; nothing without one. then: where to go on to."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return {}
    url = reverse("openid_connect_login", kwargs={"provider_id": apps[0]["provider_id"]})
    return {"name": apps[0]["name"], "url": f"{url}?{urlencode({'next': then})}" if then else url}


@register.filter
def browser(user_agent: str) -> str:
    """Browser and system of a User-Agent header, as far as people need to tell theirs apart."""
    name = next((word for mark, word in BROWSERS.items() if mark in user_agent), "")
    system = next((word for mark, word in SYSTEMS.items() if mark in user_agent), "")
    if name and system:
        return _("%(browser)s on %(system)s") % {"browser": name, "system": system}
    return name or system or _("A program")
