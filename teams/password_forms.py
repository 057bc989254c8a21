"""A new password, and what becomes of the tokens that were made under the old one."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from teams import services
from teams.models import ApiToken


class _WithTokens(forms.Form):
    """Whoever has tokens may keep them; else they end with the password."""

    keep_tokens = forms.BooleanField(
        label=_("My tokens go on working"),
        help_text=_("Programs that use the API with them. Without this they are revoked."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ApiToken.objects.filter(user=self.user, revoked_at=None).exists():
            del self.fields["keep_tokens"]

    @transaction.atomic
    def save(self) -> None:
        super().save()
        if not self.cleaned_data.get("keep_tokens"):
            services.end_tokens_of(person=self.user)


class ChangePasswordForm(_WithTokens, account.ChangePasswordForm):
    field_order = ["oldpassword", "password1", "password2", "keep_tokens"]


class ResetPasswordKeyForm(_WithTokens, account.ResetPasswordKeyForm):
    field_order = ["password1", "password2", "keep_tokens"]
