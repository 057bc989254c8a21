"""Addresses that a form sends along, to come back to."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest, otherwise: str) -> str:
    """The address of ours that the form's `next` names; `otherwise` if it names none.

    Words without a slash are none, although a browser would follow them: to Django's `redirect`
    they are the name of a view.
    """
    back = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        back, {request.get_host()}, require_https=request.is_secure()
    )
    return back if ours and "/" in back else otherwise
