"""What people type about documents."""

from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.core import signing
from django.utils.translation import gettext_lazy as _

from common.errors import RuleError
from documents import texts
from documents.dates import Published, parse
from documents.drafts import DocumentDraft
from documents.models import Document
from documents.services.adding import canonical_address
from documents.texts import SourceText
from documents.vocabularies import DocumentKind, VersionMade
from teams.editing import EditingForm
from teams.models import Membership, Team, User
from teams.vocabularies import Access

LANGUAGES = [(code, info["name_local"]) for code, info in LANG_INFO.items() if "name_local" in info]
GUESS = ("", _("Find out"))


class RawTextField(forms.Field):
    """Words exactly as they came: nothing is stripped, and what cannot be stored is not refused."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return value or ""

    def validate(self, value: str) -> None:
        """Whether there is a text at all is judged once it is known whether there is a file."""


class PublishedField(forms.CharField):
    """A date as exact as it is known."""

    default_error_messages = {
        "invalid": _("Write a day, a month or a year: 22 Oct 2026, Oct 2026 or 2026.")
    }

    def to_python(self, value: Any) -> Published:
        try:
            return parse(super().to_python(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class WordsField(forms.CharField):
    """Words parted by commas."""

    def to_python(self, value: Any) -> tuple[str, ...]:
        words = (" ".join(word.split()) for word in super().to_python(value).split(","))
        return tuple(dict.fromkeys(word for word in words if word))


class DocumentForm(forms.Form):
    """The facts about a document."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=DocumentKind)
    url = forms.CharField(label=_("Web address"), max_length=2000, required=False)
    publisher = forms.CharField(
        label=_("Published by"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": "publishers", "autocomplete": "off"}),
    )
    published = PublishedField(label=_("On"), required=False)
    authors = forms.CharField(label=_("Authors"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    topic_words = WordsField(
        label=_("Topic words"), max_length=500, required=False, help_text=_("Parted by commas.")
    )
    content_warning = forms.CharField(
        label=_("Content warning"),
        max_length=200,
        required=False,
        help_text=_("What readers should know before they open it."),
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        try:
            canonical_address(url)
        except RuleError as error:
            raise forms.ValidationError(str(error)) from None
        return url

    def draft(self) -> DocumentDraft:
        """What was typed. Ask `is_valid` first."""
        names = DocumentDraft.__dataclass_fields__
        return DocumentDraft(**{name: self.cleaned_data[name] for name in names})

    @staticmethod
    def filled_with(facts: DocumentDraft | Document) -> dict[str, Any]:
        """Initial values that show `facts` of a draft or a document."""
        of_document = isinstance(facts, Document)
        return {
            "title": facts.title,
            "kind": facts.kind,
            "url": facts.url,
            "publisher": facts.publisher_name if of_document else facts.publisher,
            "published": str(facts.published),
            "authors": facts.authors,
            "language": facts.language,
            "topic_words": ", ".join(facts.topic_words),
            "content_warning": facts.content_warning,
        }


class EditForm(EditingForm, DocumentForm):
    """A document's facts as they are, to be edited by several people at once."""


class AddForm(DocumentForm):
    """A text, typed or as a file, and what is known about it.

    When the form comes back, the words of an uploaded file come back in the text area; `sealed`
    remembers, signed, what they were read from, as long as nobody changes them.
    """

    # A file can stand in for the text, so no browser may insist on it.
    use_required_attribute = False

    text = RawTextField(label=_("Text of an article, a post, a statement"))
    file = forms.FileField(label=_("Text file"), required=False, allow_empty_file=True)
    encoding = forms.ChoiceField(
        label=_("Its encoding"), required=False, choices=[GUESS, *texts.ENCODINGS]
    )
    sealed = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source: SourceText | None = None
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty: the first line of the text.")

    def clean(self) -> dict[str, Any]:
        upload = self.cleaned_data.get("file")
        try:
            self.source = self._uploaded(upload) if upload else self._typed()
        except RuleError as error:
            self.add_error("file" if upload else "text", str(error))
        return self.cleaned_data

    def _uploaded(self, upload: Any) -> SourceText:
        encoding = self.cleaned_data.get("encoding", "")
        return texts.uploaded(upload.read(), file_name=upload.name, encoding=encoding)

    def _typed(self) -> SourceText:
        source = texts.pasted(self.cleaned_data.get("text", ""))
        try:
            seal = signing.loads(self.cleaned_data.get("sealed", ""))
        except signing.BadSignature:
            return source
        if seal.pop("text") != source.sha256:
            return source
        return SourceText(source.text, made=VersionMade.UPLOADED, **seal)

    def keep_upload(self) -> None:
        """Let the words of an uploaded file come back in the text area."""
        if self.source is None or self.source.made != VersionMade.UPLOADED:
            return
        seal = {"text": self.source.sha256, "raw_sha256": self.source.raw_sha256}
        seal |= {"encoding": self.source.encoding, "file_name": self.source.file_name}
        self.data = self.data.copy()
        self.data["text"], self.data["sealed"] = self.source.text, signing.dumps(seal)


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "cols": 40})
    )


class AccessForm(forms.Form):
    """Who may read a document."""

    access = forms.ChoiceField(label=_("Who may read it"), choices=Access, widget=forms.RadioSelect)
    readers = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("Named people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leads and whoever added it may always read it."),
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.active().filter(team=team)
        people = User.objects.filter(pk__in=members.values("user_id")).order_by("name", "pk")
        self.fields["readers"].queryset = people
