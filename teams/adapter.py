"""How allauth behaves here: nobody signs up, people come by invitation."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect

from teams import selectors
from teams.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


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
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
