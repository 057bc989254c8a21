"""How allauth behaves here: nobody signs up, people come by invitation."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from teams import knocking, mailing, selectors
from teams.models import User
from teams.sealing import cipher
from teams.services.accounts import links_since_sign_in

UNKNOWN = "account/email/unknown_account"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": gettext_lazy(
            "Too many wrong passwords. Wait a while, sign in from a browser that you have used "
            "here before, or set a new password."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError where there were too many wrong passwords: see `knocking`."""
        login = credentials.get("email", "")
        device = knocking.known_device(request, login)
        if not device:
            if not knocking.may_try(login):
                raise self.validation_error("too_many_login_attempts")
            return super().pre_authenticate(request, **credentials)
        limit = {"app": "allauth.account", "action": "login_failed", "config": knocking.OF_DEVICE}
        self._login_failed_rl_usage = ratelimit.consume(request, key=device, **limit)
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")
        return None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user = super().authenticate(request, **credentials)
        login = credentials.get("email", "")
        if user and not knocking.known_device(request, login):
            knocking.forget(login)
        return user

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What is counted "per key": the account at this network address."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{self.get_client_ip(request)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """To an address without account nothing goes out, and it takes as long as if it did."""
        if template_prefix != UNKNOWN:
            return super().send_mail(template_prefix, email, context)
        context = {**context, "password_reset_url": self.get_reset_password_from_key_url("0-0")}
        message = self.render_mail("account/email/password_reset_key", email, context)
        message.to = []
        return mailing.put([message])

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        knocking.remember(self.request, user.email)

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **more)
        knocking.mark_device(response, user.email, secure=settings.HTTPS)
        return response

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> Any:
        """Whoever signs in reads first that somebody could have done so in their place."""
        answer = super().pre_login(request, user, **kwargs)
        if answer is None and links_since_sign_in(user):
            messages.warning(
                request,
                _(
                    "A link to set your password was made since you signed in last. If you did "
                    "not ask for it, talk to your leads; the history names who made it."
                ),
            )
        return answer


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Through the provider come people who have an account here, or an open invitation.

    Both are found by an address that the provider calls verified, and by nothing else. The first
    time, the account loses its password and its other sessions: whoever made it was never asked to
    prove that the address is theirs.
    """

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == "connect":
            # Accounts are joined by their address alone, never because somebody is signed in.
            raise ImmediateHttpResponse(redirect("teams:account"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        verified = [each.email for each in sociallogin.email_addresses if each.verified]
        return selectors.is_invited(verified)

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        person: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        person.name = (name or person.email.partition("@")[0])[:150]
        person.language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
        return person


class SecondFactorAdapter(DefaultMFAAdapter):
    """Seeds are encrypted with a key made of SECRET_KEY, so a stolen database opens no account.

    After another SECRET_KEY no code fits any more; `remove_second_factor` lets people in.
    """

    def encrypt(self, text: str) -> str:
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher("second factor").decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()
