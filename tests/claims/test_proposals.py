"""What a run stores, and what it leaves alone."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import connection, transaction

from claims import proposals, services
from claims.finding import Sighted
from claims.models import ExtractionRun, Mention
from claims.vocabularies import Curation
from documents.signals import version_ready
from extraction import Candidate, DateExpression, Extraction, Options, Party, Span, load_engine
from history.models import Event
from history.services import verify
from jobs.context import JobContext
from jobs.lifecycle import Stopped, Superseded
from jobs.models import Job, JobState
from tests.factories.actors import make_actor, make_alias, make_protected
from tests.factories.documents import make_document, make_version
from tests.factories.teams import make_member, make_team

TEXT = "Mayor Orla Venn said that the bridge is safe. “Nobody was hurt,” she told the Ostrel Mail."
SOURCE, CUE, CONTENT = "Mayor Orla Venn", "said", "the bridge is safe"

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def document(team):
    return make_document(team, text=TEXT)


def span(words, text=TEXT):
    start = text.index(words)
    return (Span(start, start + len(words)),)


def candidate(content=CONTENT, *, source=SOURCE, cue=CUE, **values):
    source_spans = span(source) if source else ()
    speaker = Party(words=source, spans=source_spans, name=source.removeprefix("Mayor "))
    base = Candidate(
        source=source_spans,
        cue=span(cue) if cue else (),
        content=span(content),
        mode="indirect",
        kind="fact",
        polarity="affirmed",
        cue_class="communication",
        speakers=(speaker,) if source else (),
        addressee=None,
        medium=None,
        hops=(),
        dates=(),
        places=(),
        floating=False,
        score=0.8,
        reasons=("reporting verb “said”",),
        rule="clause-after",
    )
    return replace(base, **values)


def make_running_job(document):
    version = document.versions.last()
    return Job.objects.create(
        team=document.team,
        kind=proposals.KIND,
        subject_id=version.pk,
        document_id=document.pk,
        state=JobState.RUNNING,
        attempt=1,
    )


def run_once(document, *candidates, dropped=0):
    """One run that finds `candidates`, by a job of its own."""
    job = make_running_job(document)
    found = Extraction(candidates=candidates, dropped=dropped, notes=())
    with JobContext(job).finishing():
        version = document.versions.last()
        return proposals.store(
            Sighted.of(version.text, found),
            version,
            job=job,
            engine=load_engine(),
            options=Options(),
        )


def states(document):
    return dict(document.mentions.values_list("content_words", "curation"))


def test_a_run_proposes_what_it_found(document, team):
    actor = make_actor(team, "Orla Venn")
    dates = (DateExpression("said", span("said"), "utterance", value="2026-10"),)

    run = run_once(document, candidate(dates=dates, addressee=Party("she", span("she"))))

    mention = document.mentions.get()
    assert (mention.content_words, mention.source_words, mention.cue_words) == (
        CONTENT,
        SOURCE,
        CUE,
    )
    assert (mention.curation, mention.run, mention.start) == ("proposed", run, 0)
    assert mention.dates[0]["spans"] == [[16, 20]]
    assert mention.addressee["words"] == "she"
    speaker = mention.speakers.get()
    assert (speaker.actor, speaker.words) == (actor, SOURCE)
    assert (run.found, run.proposed, run.state) == (1, 1, "done")
    event = Event.objects.get()
    assert (event.kind, event.by_id, event.by_task) == (
        "extraction_run.done",
        None,
        "claims.extraction",
    )
    assert event.payload.content["after"]["digest"] == run.digest
    assert not verify(team.pk).reason


def test_a_name_that_fits_two_actors_or_a_protected_one_stays_words(document, team):
    for actor in (make_actor(team, "Venn A"), make_actor(team, "Venn B")):
        make_alias(actor, "Orla Venn")
    make_protected(team, "Ostrel Mail")

    run_once(document, candidate(hops=(Party("the Ostrel Mail", span("the Ostrel Mail")),)))

    mention = document.mentions.get()
    assert mention.speakers.get().actor is None
    assert mention.hops.get().actor is None


def test_what_is_no_exact_slice_is_dropped_and_counted(document):
    beyond = candidate(content="Nobody was hurt", cue="told")
    beyond = replace(beyond, content=(Span(5, len(TEXT) + 1),))

    run = run_once(document, candidate(), beyond, replace(beyond, content=()), dropped=1)

    assert (run.proposed, run.dropped) == (1, 3)
    assert document.mentions.count() == 1


def test_running_twice_is_a_no_op(document):
    both = [candidate(), candidate("“Nobody was hurt,”", source="she", cue="told")]
    run_once(document, *both)
    before = list(document.mentions.order_by("pk").values())

    run = run_once(document, *both, both[0])

    assert list(document.mentions.order_by("pk").values()) == before
    assert (run.proposed, run.known, run.gone_stale) == (0, 3, 0)


def test_what_is_no_longer_found_goes_stale_and_comes_back(document):
    run_once(document, candidate(), candidate("“Nobody was hurt,”", source="she", cue="told"))

    gone = run_once(document, candidate())
    assert states(document) == {CONTENT: "proposed", "“Nobody was hurt,”": "stale"}
    assert gone.gone_stale == 1

    run_once(document, candidate("“Nobody was hurt,”", source="she", cue="told"))
    assert states(document) == {CONTENT: "stale", "“Nobody was hurt,”": "proposed"}


def decide(mention, person, name):
    if name == "accepted":
        services.accept_mention(mention=mention, by=person, row_version=1)
    elif name == "rejected":
        services.reject_mention(mention=mention, by=person, row_version=1, reason="not_a_claim")
    elif name == "set aside":
        services.set_aside_mention(mention=mention, by=person, row_version=1)
    elif name == "kind corrected":
        services.edit_mention(
            mention=mention, by=person, row_version=1, changes={"kind": "opinion"}
        )
    elif name == "words corrected":
        [[start, end]] = mention.content_spans
        services.edit_mention(
            mention=mention,
            by=person,
            row_version=1,
            changes={"content_spans": [[start + 4, end]]},
        )
    else:
        drafts = [services.SpeakerDraft(words="the mayor")]
        services.set_mention_speakers(mention=mention, by=person, row_version=1, speakers=drafts)


TOUCHED = [
    "accepted",
    "rejected",
    "set aside",
    "kind corrected",
    "words corrected",
    "speaker corrected",
]


@pytest.mark.parametrize("name", TOUCHED)
@pytest.mark.parametrize("again", ["found again", "found elsewhere", "not found"])
def test_nothing_a_person_touched_changes_or_is_proposed_again(document, team, name, again):
    run_once(document, candidate())
    person = make_member(team)
    decide(document.mentions.get(), person, name)
    before = list(document.mentions.values())
    speakers = list(document.mentions.get().speakers.values())
    moved = replace(candidate(), content=span("that the bridge is safe"))
    found = {"found again": [candidate()], "found elsewhere": [moved], "not found": []}[again]

    run = run_once(document, *found)

    assert list(document.mentions.values()) == before
    assert list(document.mentions.get().speakers.values()) == speakers
    assert run.proposed == 0


def test_another_finding_beside_a_touched_one_is_proposed(document, team):
    run_once(document, candidate())
    decide(document.mentions.get(), make_member(team), "rejected")

    run = run_once(document, candidate(), candidate("“Nobody was hurt,”", source="she", cue="told"))

    assert run.proposed == 1


def test_a_person_s_own_mention_is_not_proposed_again(document, team):
    content = [[each.start, each.end] for each in span(CONTENT)]
    services.add_mention(
        version=document.versions.last(), by=make_member(team), content_spans=content
    )

    assert run_once(document, candidate()).proposed == 0


def test_another_version_has_mentions_of_its_own(document):
    run_once(document, candidate())
    make_version(document, text=TEXT)

    assert run_once(document, candidate()).proposed == 1


def test_the_inner_of_two_contents_knows_the_outer(document):
    whole = candidate(TEXT, source="", cue="")
    run_once(document, candidate(), whole, candidate("bridge", cue=""))

    inner, middle, outer = (
        document.mentions.get(content_words=words) for words in ("bridge", CONTENT, TEXT)
    )
    assert (inner.inside, middle.inside, outer.inside) == (middle, outer, None)


def test_a_superseded_attempt_writes_nothing(document):
    job = make_running_job(document)
    Job.objects.filter(pk=job.pk).update(attempt=2)

    with pytest.raises(Superseded), JobContext(job).finishing():
        proposals.store(
            Sighted.of(TEXT, Extraction((candidate(),), 0, ())),
            document.versions.last(),
            job=job,
            engine=load_engine(),
            options=Options(),
        )

    assert not Mention.objects.exists()
    assert not ExtractionRun.objects.exists()


def test_a_failure_while_storing_leaves_nothing(document):
    broken = candidate("“Nobody was hurt,”", source="she", cue="told", kind="gossip")

    with pytest.raises(Exception, match="kind_known"):
        run_once(document, candidate(), broken)

    assert not Mention.objects.exists()
    assert not ExtractionRun.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_propose_each_finding_once(document):
    jobs = [make_running_job(document)]
    Job.objects.filter(pk=jobs[0].pk).update(subject_id=0)
    jobs.append(make_running_job(document))
    version = document.versions.last()
    both = (candidate(), candidate("“Nobody was hurt,”", source="she", cue="told"))

    def run(job):
        try:
            with JobContext(job).finishing():
                return proposals.store(
                    Sighted.of(version.text, Extraction(both, 0, ())),
                    version,
                    job=job,
                    engine=load_engine(),
                    options=Options(),
                ).proposed
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, jobs)) == [0, 2]

    assert document.mentions.count() == 2


def test_the_handler_reads_a_version_with_the_first_engine(document):
    job = make_running_job(document)

    proposals.extract(JobContext(job))

    job.refresh_from_db()
    run = ExtractionRun.objects.get()
    assert (job.state, run.state, run.attempt) == ("done", "done", 1)
    assert run.proposed == document.mentions.filter(curation=Curation.PROPOSED).count() > 0
    for mention in document.mentions.all():
        assert mention.content_words == " … ".join(TEXT[a:b] for a, b in mention.content_spans)


def test_a_document_has_only_so_many_mentions_and_the_rest_is_counted(document, monkeypatch):
    monkeypatch.setattr(proposals, "MOST_MENTIONS", 2)
    words = ("the bridge", "the bridge is", "the bridge is safe")
    found = [candidate(content) for content in words]

    first = run_once(document, *found)
    again = run_once(document, *found)

    assert (first.proposed, first.known, first.beyond) == (2, 0, 1)
    assert (again.proposed, again.known, again.beyond) == (0, 2, 1)
    assert document.mentions.filter(curation=Curation.PROPOSED).count() == 2


def test_the_run_keeps_what_was_not_read_closely(team):
    document = make_document(team, text=f"{TEXT}\n\n{'said ' * 600}\n\n{TEXT}")
    job = make_running_job(document)

    proposals.extract(JobContext(job))

    (passed,) = ExtractionRun.objects.get().unread_spans
    assert passed[0] >= len(TEXT)
    assert passed[1] <= len(TEXT) + 3004


def test_stopping_is_asked_within_a_piece(document, monkeypatch):
    """A piece is 30,000 characters: this text is one of them."""
    asked = count()
    monkeypatch.setattr(proposals, "ASK_EVERY", timedelta(0))
    monkeypatch.setattr(JobContext, "cancelled", lambda self: next(asked) > 3)

    with pytest.raises(Stopped):
        proposals.extract(JobContext(make_running_job(document)))

    assert not ExtractionRun.objects.exists()


def test_the_handler_forgives_a_version_that_is_gone(team):
    job = Job.objects.create(team=team, kind=proposals.KIND, subject_id=0, state="running")

    proposals.extract(JobContext(job))

    assert not ExtractionRun.objects.exists()


def test_an_engine_that_fails_leaves_a_failed_run(document):
    job = make_running_job(document)
    Job.objects.filter(pk=job.pk).update(asked_to_stop=False)
    job.options = {"engine": "none of ours"}

    with pytest.raises(ValueError, match="none of ours"):
        proposals.extract(JobContext(job))

    assert not Mention.objects.exists()


def test_options_come_from_the_document(team):
    outlet = make_actor(team, "Ostrel Mail", kind="outlet")
    document = make_document(
        team, publisher=outlet, published_on=date(2026, 10, 1), published_precision="month"
    )

    options = proposals.options_of(document)

    assert (options.publisher, options.published_on, options.published_precision) == (
        "Ostrel Mail",
        date(2026, 10, 1),
        "month",
    )


def test_the_installation_names_engine_and_settings(team, settings):
    settings.EXTRACTION_ENGINE = "rules"
    settings.EXTRACTION = {"llm_key": "quinquereme"}
    document = make_document(team)

    proposals.extract(JobContext(make_running_job(document)))

    run = ExtractionRun.objects.get(version__document=document)
    assert run.engine == "rules"
    assert proposals.options_of(document).settings["llm_key"] == "quinquereme"
    assert "quinquereme" not in str(run.settings)


def test_a_new_version_asks_for_one_job(document):
    version = document.versions.last()

    with transaction.atomic():
        version_ready.send(sender=None, version=version, by=document.added_by)
        version_ready.send(sender=None, version=version, by=document.added_by)

    job = Job.objects.get()
    assert (job.kind, job.subject_id, job.document_id) == ("extraction", version.pk, document.pk)


def test_the_run_keeps_the_language_and_what_it_looked_for(document):
    german = make_version(document, text="„Die Brücke ist wirklich sicher“, sagte Anna Roe.")
    job = make_running_job(document)

    found = load_engine("rules").extract(
        german.text, Options(language="de"), progress=lambda *_: None, cancelled=lambda: False
    )
    with JobContext(job).finishing():
        run = proposals.store(
            Sighted.of(german.text, found),
            german,
            job=job,
            engine=load_engine("rules"),
            options=Options(language="de"),
        )

    assert (run.language, run.reach) == ("de", "quotations")
