"""From a version of a text to proposed mentions: the work of a job of kind "extraction".

A run stores nothing, or all of what it found together with its own end. What a person decided or
corrected is never written again, and never proposed a second time.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from claims import finding
from claims.finding import Finding, Sighted
from claims.models import ExtractionRun, Mention, MentionHop, MentionSpeaker
from claims.nesting import innermost
from claims.spans import Spans
from claims.vocabularies import Curation, Mode, Polarity, RunState
from documents.models import Document, DocumentVersion
from documents.vocabularies import DatePrecision
from extraction import DEFAULT_ENGINE, Cancelled, Engine, Options, load_engine
from history import services as history
from history.services import Change, Where
from jobs.context import JobContext
from jobs.lifecycle import Stopped, Superseded
from jobs.models import Job
from jobs.services import enqueue

if TYPE_CHECKING:
    from teams.models import User

KIND = "extraction"
TASK = "claims.extraction"
BATCH = 500
# Mentions of one document: more than a person goes through, and than a page shows at once.
MOST_MENTIONS = 10_000
ASK_EVERY = timedelta(seconds=1)


def ask_for(version: DocumentVersion, *, by: "User | None", engine: str = "") -> Job:
    """Have `version` read by a worker; the open job if it is asked for already.

    Without `engine` it is the one that is the default when the work is done.
    """
    return enqueue(
        kind=KIND,
        team=version.document.team,
        subject_id=version.pk,
        document_id=version.document_id,
        options={"engine": engine} if engine else {},
        by=by,
    )


def extract(context: JobContext) -> None:
    """Read the job's version and store what was found. A version that is gone is no error."""
    job = context.job
    versions = DocumentVersion.objects.select_related("document__publisher", "document__team")
    version = versions.filter(pk=job.subject_id).first()
    if version is None:
        return
    engine = load_engine(job.options.get("engine") or settings.EXTRACTION_ENGINE or DEFAULT_ENGINE)
    options = options_of(version.document)
    try:
        found = engine.extract(
            version.text,
            options,
            progress=_progress(context),
            cancelled=_at_most_once_in(ASK_EVERY, context.cancelled),
        )
    except Cancelled:
        raise Stopped from None
    except (Stopped, Superseded):
        raise
    except Exception as error:
        _keep_failure(context, version, engine, error)
        raise
    others = sum(
        candidate.mode != Mode.ASSERTED and candidate.polarity != Polarity.NOT_SAID
        for candidate in found.candidates
    )
    # Of a hundred thousand finds this takes a while, in which nobody should wait for a lock.
    sighted = Sighted.of(version.text, found)
    with context.finishing(_("%(count)s mentions found") % {"count": others}):
        store(sighted, version, job=job, engine=engine, options=options)


def options_of(document: Document) -> Options:
    known = document.published_precision != DatePrecision.UNKNOWN
    return Options(
        language=document.language,
        published_on=document.published_on,
        published_precision=document.published_precision if known else "day",
        publisher=document.publisher.name if document.publisher else document.publisher_words,
        include_asserted=True,
        settings=settings.EXTRACTION,
    )


def store(
    sighted: Sighted, version: DocumentVersion, *, job: Job, engine: Engine, options: Options
) -> ExtractionRun:
    """Write one run over `version` and what is new in it. Inside the caller's transaction.

    Two runs over one version wait for each other, and so does a person who acts on one of its
    mentions meanwhile.
    """
    document = Document.objects.select_for_update(no_key=True).get(pk=version.document_id)
    found = sighted.found
    here = Here.of(version)
    lacking = [each for each in sighted.findings if here.lacks(each)]
    new = lacking[: max(0, MOST_MENTIONS - len(here.mentions))]
    run = ExtractionRun.objects.create(
        team_id=document.team_id,
        version=version,
        job=job,
        attempt=job.attempt,
        engine=engine.name,
        engine_version=engine.version,
        settings=_told(options),
        state=RunState.DONE,
        found=len(found.candidates),
        proposed=len(new),
        known=len(found.candidates) - sighted.dropped - len(lacking),
        beyond=len(lacking) - len(new),
        unread_spans=finding.pairs(found.passed),
        dropped=found.dropped + sighted.dropped,
        notes=list(found.notes),
        language=found.language,
        reach=found.reach,
        digest=hashlib.sha256("\n".join(each.signature for each in new).encode()).hexdigest(),
        finished_at=timezone.now(),
    )
    signatures = {each.signature for each in sighted.findings}
    run.gone_stale = here.mark_stale(signatures)
    run.save(update_fields=["gone_stale"])
    back = here.bring_back(signatures)
    _propose(new, run, document)
    after = {name: getattr(run, name) for name in ("proposed", "known", "dropped", "gone_stale")}
    after |= {"engine": str(run), "digest": run.digest, "back": back, "found": run.found}
    change = Change("extraction_run.done", run, after=after, where=Where(document=document.pk))
    history.record(change, team_id=document.team_id, by=None, task=TASK)
    return run


@dataclass(frozen=True)
class Here:
    """The mentions that a version has already, locked to the end of the transaction."""

    mentions: list[Mention]
    signatures: frozenset[str]
    touched: list[Mention]

    @classmethod
    def of(cls, version: DocumentVersion) -> "Here":
        rows = list(Mention.objects.select_for_update(no_key=True).filter(version=version))
        known = frozenset(row.signature for row in rows if row.signature)
        return cls(rows, known, [row for row in rows if is_touched(row)])

    def lacks(self, one: Finding) -> bool:
        """Whether nobody has seen `one`, nor corrected it into something else."""
        if one.signature in self.signatures:
            return False
        beside = {
            mention.pk: mention
            for block in _blocks(one.values["content_spans"])
            for mention in self._by_block.get(block, ())
        }
        return not any(finding.same_place(one, mention) for mention in beside.values())

    @cached_property
    def _by_block(self) -> dict[int, list[Mention]]:
        """Those that a person touched, by where their content is: none is compared with all."""
        found: dict[int, list[Mention]] = {}
        for mention in self.touched:
            for block in _blocks(mention.content_spans):
                found.setdefault(block, []).append(mention)
        return found

    def mark_stale(self, found: set[str]) -> int:
        """Untouched proposals that were not found again."""
        gone = [row for row in self._untouched(Curation.PROPOSED) if row.signature not in found]
        return _curate(gone, Curation.STALE)

    def bring_back(self, found: set[str]) -> int:
        """Stale ones that were found again."""
        back = [row for row in self._untouched(Curation.STALE) if row.signature in found]
        return _curate(back, Curation.PROPOSED)

    def _untouched(self, curation: Curation) -> list[Mention]:
        return [row for row in self.mentions if row.curation == curation and not is_touched(row)]


def _blocks(spans: Spans) -> set[int]:
    """The numbers of the stretches of a thousand characters that `spans` reach into."""
    return {n for start, end in spans for n in range(start // 1000, end // 1000 + 1)}


def is_touched(mention: Mention) -> bool:
    """Whether a person made, decided or corrected it: no run writes it then."""
    undecided = mention.curation in {Curation.PROPOSED, Curation.STALE}
    return bool(mention.made_by_id or mention.person_fields or not undecided)


def _curate(mentions: list[Mention], curation: Curation) -> int:
    rows = Mention.objects.filter(pk__in=[mention.pk for mention in mentions])
    return rows.update(
        curation=curation, updated_at=timezone.now(), row_version=F("row_version") + 1
    )


def _propose(new: list[Finding], run: ExtractionRun, document: Document) -> None:
    """Write the mentions of `new` with their speakers and hops, in batches."""
    actors = finding.actors_of(new, document)
    rows = [
        Mention(team_id=run.team_id, document=document, version=run.version, run=run, **each.values)
        for each in new
    ]
    Mention.objects.bulk_create(rows, batch_size=BATCH)
    pairs = list(zip(new, rows, strict=True))
    speakers = [
        MentionSpeaker(mention=row, **values)
        for each, row in pairs
        for values in finding.speakers(each, actors)
    ]
    MentionSpeaker.objects.bulk_create(speakers, batch_size=BATCH)
    hops = [
        MentionHop(mention=row, **values)
        for each, row in pairs
        for values in finding.hops(each, actors)
    ]
    MentionHop.objects.bulk_create(hops, batch_size=BATCH)
    _nest(rows, run)


def _nest(new: list[Mention], run: ExtractionRun) -> None:
    """Note of each new mention the smallest other one whose content it lies in."""
    every = Mention.objects.filter(version=run.version).counted()
    places = list(every.values_list("pk", "content_spans"))
    outer = innermost(places)
    nested = [row for row in new if row.pk in outer]
    for row in nested:
        row.inside_id = outer[row.pk]
    Mention.objects.bulk_update(nested, ["inside"], batch_size=BATCH)


def _keep_failure(
    context: JobContext, version: DocumentVersion, engine: Engine, error: Exception
) -> None:
    with context.fenced():
        ExtractionRun.objects.create(
            team_id=version.document.team_id,
            version=version,
            job=context.job,
            attempt=context.attempt,
            engine=engine.name,
            engine_version=engine.version,
            state=RunState.FAILED,
            error=f"{type(error).__name__}: {error}"[:2000],
            finished_at=timezone.now(),
        )


def _told(options: Options) -> dict[str, Any]:
    """What the run was asked, without names."""
    published = options.published_on.isoformat() if options.published_on else ""
    return {
        "language": options.language,
        "published_on": published,
        "published_precision": options.published_precision,
        "include_asserted": options.include_asserted,
    }


def _progress(context: JobContext) -> Callable[[int, int], None]:
    """Pass on whole per cents only: a row is written for each."""
    shown = -1

    def report(done: int, total: int) -> None:
        nonlocal shown
        percent = 100 * done // total if total else 100
        if percent > shown:
            shown = percent
            context.progress(percent, 100, _("Finding claims"))

    return report


def _at_most_once_in(pause: timedelta, ask: Callable[[], bool]) -> Callable[[], bool]:
    asked, answer = float("-inf"), False

    def seldom() -> bool:
        nonlocal asked, answer
        if time.monotonic() - asked >= pause.total_seconds():
            asked, answer = time.monotonic(), ask()
        return answer

    return seldom
