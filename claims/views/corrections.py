"""Correcting a mention, saying who speaks, adding what no engine found."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from actors.access import get_actor
from actors.models import Actor
from actors.resolving import resolve
from actors.selectors import lookalikes
from actors.services import create_actor, create_unnamed
from claims import services, spans
from claims.access import get_mention
from claims.forms import MentionForm, SpanForm, SpeakerForm
from claims.models import Mention
from claims.services import SpeakerDraft
from claims.views.answers import Done, after, bench_of, refused
from claims.views.colliding import Colliding, correct, picked_of
from claims.views.workbench import panel, speaker_panel
from common.errors import DomainError, DuplicateError, RuleError
from common.numbers import number_in
from documents.access import get_document
from teams.roles import Permission


class Alike(RuleError):
    """A new actor would be called nearly as `actors` are."""

    def __init__(self, actors: list[Actor]) -> None:
        super().__init__(_("Somebody here is called nearly so. Choose one, or make another."))
        self.actors = actors


@login_required
@require_POST
def edit(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, mention.document, selected=mention.pk)
    form = MentionForm(request.POST, mention=mention)
    typed: dict[str, Any] = {"do": "edit", "form": form}
    if not form.is_valid():
        return refused(request, bench, RuleError(_("Mend what is marked below.")), **typed)
    try:
        saved = correct(form, by=request.user, picked=picked_of(request))
    except Colliding as error:
        again = MentionForm(mention=error.current, values=error.values)
        typed |= {"form": again, "conflict": error.conflict}
        return refused(request, bench, error, late=mention, **typed)
    except DomainError as error:
        return refused(request, bench, error, late=mention, **typed)
    return after(request, bench, Done(saved), whole=True)


@login_required
@require_POST
def speakers(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Which of its speakers a mention keeps, and one more."""
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, mention.document, selected=mention.pk)
    form = SpeakerForm(request.POST, mention=mention)
    if not form.is_valid():
        error: DomainError = RuleError(_("Mend what is marked below."))
        return refused(request, bench, error, **speaker_panel(request, bench), typed=form)
    try:
        with transaction.atomic():
            services.set_mention_speakers(
                mention=mention,
                by=request.user,
                row_version=version_seen(request, mention, form.cleaned_data["row_version"]),
                speakers=_wanted(request, mention, form),
            )
    except DomainError as error:
        again = speaker_panel(request, bench) | {"typed": form}
        if isinstance(error, Alike):
            again |= {"found": error.actors, "alike": True}
        return refused(request, bench, error, late=mention, **again)
    return after(request, bench, Done(_("Speaker set")), changed=[mention.pk])


@login_required
@require_POST
def speaker_from_text(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """The selected words are the source; who they mean if that is clear, else the bare words."""
    mention = get_mention(request.user, team, pk, permission=Permission.TRIAGE)
    bench = bench_of(request, mention.document, selected=mention.pk)
    try:
        found = [selection_in(request, mention.version.text)]
        words = spans.words(mention.version.text, found)
        fits = resolve(mention.team, words, by=request.user, document_id=mention.document_id)
        draft = SpeakerDraft(fits[0] if len(fits) == 1 else None, words)
        with transaction.atomic():
            mention = services.edit_mention(
                mention=mention,
                by=request.user,
                row_version=version_seen(request, mention, mention.row_version),
                changes={"source_spans": found},
            )
            services.set_mention_speakers(
                mention=mention, by=request.user, row_version=mention.row_version, speakers=[draft]
            )
    except DomainError as error:
        return refused(request, bench, error, late=mention)
    return after(request, bench, Done(_("Speaker set")), whole=True)


@login_required
@require_POST
def add(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """A new mention of the selected words, opened for its source and cue."""
    document = get_document(request.user, team, pk, permission=Permission.TRIAGE)
    number = request.POST.get("version", "")
    bench = bench_of(request, document, version=int(number) if number.isdecimal() else 0)
    try:
        found = [selection_in(request, bench.version.text)]
        mention = services.add_mention(version=bench.version, by=request.user, content_spans=found)
    except DuplicateError as error:
        bench = bench_of(request, document, selected=error.existing.pk)
        return refused(request, bench, error)
    except DomainError as error:
        return refused(request, bench, error)
    bench = bench_of(request, document, selected=mention.pk)
    extra = panel(request, bench, "edit")
    words = _("Added: now its source and cue")
    return after(request, bench, Done(words), whole=True, **extra)


def selection_in(request: HttpRequest, text: str) -> list[int]:
    """The span that was selected, or typed: its words and which time they occur."""
    form = SpanForm(request.POST, text=text)
    if not form.is_valid():
        raise RuleError(" ".join(words for each in form.errors.values() for words in each))
    data = form.cleaned_data
    span = data.get("span")
    if span is None and data.get("start") is not None and data.get("end") is not None:
        span = [data["start"], data["end"]]
    if span is None:
        raise RuleError(_("Select words in the text first."))
    return spans.checked(text, [span])[0]


def version_seen(request: HttpRequest, mention: Mention, row_version: int) -> int:
    """What the person saw; who saw both and saves over it means the one of now."""
    if request.POST.get("over"):
        return mention.row_version
    return number_in(request.POST, "row_version") or row_version


def _wanted(request: HttpRequest, mention: Mention, form: SpeakerForm) -> list[SpeakerDraft]:
    data = form.cleaned_data
    kept = [
        SpeakerDraft(row.actor, row.words or row.name, row.speaks_for)
        for row in mention.speakers.select_related("actor")
        if str(row.pk) in data["keep"]
    ]
    more = _one_more(request, mention, data)
    return [*kept, more] if more else kept


def _one_more(request: HttpRequest, mention: Mention, data: dict) -> SpeakerDraft | None:
    words = data["words"] or mention.source_words
    if data["actor"]:
        actor = get_actor(request.user, mention.team.slug, data["actor"])
        return SpeakerDraft(actor, words, data["speaks_for"])
    if data["name"]:
        alike = [] if data["anyway"] else lookalikes(request.user, mention.team, data["name"])
        if alike:
            raise Alike(alike)
        actor = create_actor(
            team=mention.team,
            name=data["name"],
            kind=data["kind"] or "person",
            by=request.user,
            even_if_known=data["anyway"],
        )
        return SpeakerDraft(actor, words, data["speaks_for"])
    if data["is_unnamed"] and words:
        actor = create_unnamed(
            team=mention.team, document_id=mention.document_id, words=words, by=request.user
        )
        return SpeakerDraft(actor, words, data["speaks_for"])
    return SpeakerDraft(None, data["words"], data["speaks_for"]) if data["words"] else None
