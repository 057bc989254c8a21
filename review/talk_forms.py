"""What people type when they talk about claims, evidence and places in a text."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.models import Claim, Mention
from documents.models import Document, DocumentVersion
from review.models import Comment, Evidence
from review.selectors.people import readers
from review.services import Stretch
from teams.models import User


class CommentForm(forms.Form):
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea)
    asked = forms.ModelChoiceField(
        label=_("Ask somebody for help"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody: just a comment"),
    )

    reply_to = forms.ModelChoiceField(
        queryset=Comment.objects.none(), required=False, widget=forms.HiddenInput
    )
    evidence = forms.ModelChoiceField(
        queryset=Evidence.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, claim: Claim, by: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="c-%s", **kwargs)
        self.fields["asked"].queryset = readers(claim).exclude(pk=by.pk)
        self.fields["reply_to"].queryset = Comment.objects.visible_to(by).filter(claim=claim.pk)
        self.fields["evidence"].queryset = Evidence.objects.visible_to(by).filter(claim=claim.pk)


class DocumentCommentForm(forms.Form):
    """Said of a document, a mention, or the words from `start` to `end` of a version."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = forms.CharField(label=_("Comment"), widget=forms.Textarea)
    reply_to = forms.ModelChoiceField(
        queryset=Comment.objects.none(), required=False, widget=forms.HiddenInput
    )
    mention = forms.ModelChoiceField(
        queryset=Mention.objects.none(), required=False, widget=forms.HiddenInput
    )
    version = forms.ModelChoiceField(
        queryset=DocumentVersion.objects.none(),
        required=False,
        to_field_name="number",
        widget=forms.HiddenInput,
    )
    start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, by: User, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="c-%s", **kwargs)
        comments = Comment.objects.visible_to(by).filter(document=document.pk)
        self.fields["reply_to"].queryset = comments
        mentions = Mention.objects.filter(version__document=document.pk)
        self.fields["mention"].queryset = mentions.select_related("version")
        self.fields["version"].queryset = document.versions.all()

    def stretch(self) -> Stretch | None:
        """The words that it is about, if all three parts are given."""
        given = self.cleaned_data
        version, start, end = given["version"], given["start"], given["end"]
        return Stretch(version, start, end) if version and start is not None and end else None
