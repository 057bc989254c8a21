"""Wrong passwords slow down, and whoever tries those of somebody's account does not shut them out.

They are counted for the account at each network address (ACCOUNT_RATE_LIMITS, "key"). From all
addresses together an account takes some for nothing; each further one must wait, longer every time.
A browser in which the account was signed in before, or which holds the link for a new password,
waits for nobody: it has a count of its own. What is counted is what was typed, account or not, so
no answer and no time tells which addresses have one.
"""

import hashlib
import secrets

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

COOKIE = SALT = "corroborate_device"
COOKIE_AGE = 365 * 24 * 3600
# Tries from new browsers within a day that wait for nothing, and the longest that one then waits.
FREE, LONGEST, REMEMBERED = 10, 15 * 60, 24 * 3600
# Tries of a known browser.
OF_DEVICE = {"login_failed": "5/5m/key"}


def known_device(request: HttpRequest, login: str) -> str:
    """The mark of the browser, if the account of `login` was signed in there before; "" if not."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=COOKIE_AGE)
    for mark in (kept, request.session.get(COOKIE, "")):
        if mark.startswith(f"{_digest(login)}:"):
            return mark
    return ""


def remember(request: HttpRequest, login: str) -> None:
    """For whoever came by the link for a new password; until they sign in, or the session ends."""
    request.session[COOKIE] = _mark(login)


def mark_device(response: HttpResponse, login: str, *, secure: bool) -> None:
    more = {"max_age": COOKIE_AGE, "httponly": True, "samesite": "Lax", "secure": secure}
    response.set_signed_cookie(COOKIE, _mark(login), salt=SALT, **more)


def may_try(login: str) -> bool:
    """Whether a new browser may try a password now; if so, the try counts.

    Beyond the free ones exactly one of any number of tries at once goes through: `add` decides.
    """
    tries, waiting = f"tries:{_digest(login)}", f"tries-wait:{_digest(login)}"
    number = cache.get(tries, 0)
    if number >= FREE and not cache.add(waiting, True, min(2 ** min(number - FREE, 20), LONGEST)):
        return False
    cache.set(tries, number + 1, REMEMBERED)
    return True


def forget(login: str) -> None:
    """After the right password: there is nothing left to guess."""
    cache.delete(f"tries:{_digest(login)}")


def _mark(login: str) -> str:
    return f"{_digest(login)}:{secrets.token_urlsafe(12)}"


def _digest(login: str) -> str:
    return hashlib.sha256(login.strip().lower().encode()).hexdigest()[:32]
