"""The pages: who gets in, what they show, and that nothing typed is lost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from common.telling import told_mark
from documents import progress, services
from documents.models import Document, DocumentVersion
from documents.progress import Progress
from documents.vocabularies import Processing, Triage
from jobs.models import Job, JobState
from teams.roles import Role
from teams.vocabularies import Access
from tests.factories.actors import make_actor, make_protected
from tests.factories.documents import make_document
from tests.factories.jobs import make_job, make_worker
from tests.factories.search import index_all
from tests.factories.teams import make_cast, make_member, make_team, sign_in

pytestmark = pytest.mark.django_db

TEXT = "The mayor of Velmar said the bridge would open in May."
READ = {"lead": 200, "reviewer": 200, "contributor": 200, "viewer": 200}
WORK = {"lead": 200, "reviewer": 200, "contributor": 200, "viewer": 403}
OUTSIDE = {"lead of another team": 404, "anonymous": 302}
ACT = {"lead": 302, "reviewer": 302, "contributor": 302, "viewer": 403, **OUTSIDE}
LEAD = {"lead": 302, "reviewer": 403, "contributor": 403, "viewer": 403, **OUTSIDE}

PAGES = [
    ("documents:list", {}, {**READ, **OUTSIDE}),
    ("documents:add", {}, {**WORK, **OUTSIDE}),
    ("documents:detail", {"pk"}, {**READ, **OUTSIDE}),
    ("documents:edit", {"pk"}, {**WORK, **OUTSIDE}),
    ("documents:progress", {"pk"}, {**READ, **OUTSIDE}),
    ("documents:version", {"pk", "number"}, {**READ, **OUTSIDE}),
]
ACTS = [
    ("documents:withdraw", {"why": "Wrong file"}, LEAD),
    ("documents:restrict", {"access": "restricted"}, LEAD),
    ("documents:retry", {}, ACT),
    ("documents:stop", {}, ACT),
    ("documents:triage", {}, ACT),
]
FORM = {"text": TEXT, "kind": "article", "language": "en"}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def signed_in(client, team):
    """A contributor, signed in on `client`."""
    person = make_member(team, Role.CONTRIBUTOR)
    client.force_login(person)
    return person


def address(name, document=None, **more):
    pk = {"pk": document.pk} if document else {}
    team = document.team.slug if document else more.pop("team").slug
    return reverse(name, kwargs={"team": team, **pk, **more})


def add(client, team, **fields):
    return client.post(address("documents:add", team=team), {**FORM, **fields})


@pytest.mark.parametrize("who", [*READ, *OUTSIDE])
@pytest.mark.parametrize(("name", "needs", "answers"), PAGES)
def test_page_by_role(client, team, who, name, needs, answers):
    document = make_document(team)
    sign_in(client, make_cast(team)[who])
    number = {"number": 1} if "number" in needs else {}
    url = address(name, document, **number) if needs else address(name, team=team)

    assert client.get(url).status_code == answers[who]


@pytest.mark.parametrize("who", [*READ, *OUTSIDE])
@pytest.mark.parametrize(("name", "data", "answers"), ACTS)
def test_act_by_role(client, team, who, name, data, answers):
    document = make_document(team, processing=Processing.QUEUED)
    make_job(team, kind="extraction", document_id=document.pk)
    sign_in(client, make_cast(team)[who])
    move = {"move": "start"} if name == "documents:triage" else {}
    if name == "documents:restrict":
        data = data | {"told": told_mark(services.outlook(document, "restricted", []))}

    response = client.post(address(name, document, **move), data)

    before = document.row_version
    document.refresh_from_db()
    assert response.status_code == answers[who]
    if answers[who] != 302:
        assert document.row_version == before


@pytest.mark.parametrize("name", ["detail", "edit", "progress", "version"])
def test_restricted_document_is_not_there_for_the_unnamed(client, team, signed_in, name):
    document = make_document(team, access=Access.RESTRICTED, title="Hidden thing")
    number = {"number": 1} if name == "version" else {}

    response = client.get(address(f"documents:{name}", document, **number))

    assert response.status_code == 404


def test_list_leaves_out_what_is_restricted_or_of_others(client, team, signed_in):
    make_document(team, access=Access.RESTRICTED, title="Hidden thing")
    make_document(make_team(), title="Other thing")
    make_document(team, title="Own thing")

    page = client.get(address("documents:list", team=team)).content.decode()

    assert "Own thing" in page
    assert "Hidden thing" not in page
    assert "Other thing" not in page
    assert '<span class="sub num">1</span>' in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Bridge", "Ferry", "Fire", "Statement"}),
        ("q=ferr*", {"Ferry"}),
        ("q=%22bridge+would%22+-ferry", {"Bridge", "Fire", "Statement"}),
        ("q=courier", {"Ferry"}),
        ("q=Tull", set()),
        ("triage=done", {"Bridge"}),
        ("triage=done&triage=skipped", {"Bridge", "Fire"}),
        ("processing=withdrawn", {"Gone"}),
        ("kind=statement", {"Statement"}),
        ("published_from=2026-10-01", {"Fire"}),
        ("published_from=nonsense&kind=nonsense", {"Bridge", "Ferry", "Fire", "Statement"}),
        ("q=%00&processing=nonsense", {"Bridge", "Ferry", "Fire", "Statement"}),
    ],
)
def test_list_filters(client, team, signed_in, query, shown):
    courier = make_actor(team, "The Velmar Courier")
    hidden = make_protected(team, "Rosa Tull")
    make_document(team, title="Bridge", triage=Triage.DONE, publisher=hidden)
    make_document(team, title="Ferry", publisher=courier)
    make_document(
        team, title="Fire", triage="skipped", published_on="2026-10-16", published_precision="day"
    )
    make_document(team, title="Statement", kind="statement")
    make_document(team, title="Gone", processing=Processing.WITHDRAWN, withdrawn_why="x")
    index_all()

    response = client.get(address("documents:list", team=team) + f"?{query}")

    assert {status.document.title for status in response.context["page"].rows} == shown


def test_list_filters_by_people_and_shows_whom_the_reader_may_know(client, team, signed_in):
    courier = make_actor(team, "The Velmar Courier")
    hidden = make_protected(team, "Rosa Tull", label="a resident")
    other = make_member(team, name="Kofi Aldane")
    make_document(team, title="Bridge", publisher=hidden, by=other)
    make_document(team, title="Ferry", publisher=courier, by=signed_in)
    url = address("documents:list", team=team)

    both = client.get(f"{url}?publisher={courier.pk}&publisher={hidden.pk}")
    mine = client.get(f"{url}?added_by={other.pk}")

    page = mine.content.decode()
    assert len(both.context["page"].rows) == 2
    assert [status.document.title for status in mine.context["page"].rows] == ["Bridge"]
    assert "Kofi Aldane" in page
    assert "a resident" in page
    assert "Rosa Tull" not in both.content.decode() + page


@pytest.mark.parametrize("name", ["publisher", "added_by"])
def test_list_names_nobody_of_another_team(client, team, signed_in, name):
    other = make_member(make_team(), name="Far Away")
    there = make_actor(make_team(), "Far Away")
    make_document(team)
    pk = there.pk if name == "publisher" else other.pk

    page = client.get(address("documents:list", team=team) + f"?{name}={pk}").content.decode()

    assert "Far Away" not in page


def test_list_shows_progress_and_the_publisher_as_the_reader_may(
    client, team, signed_in, monkeypatch
):
    hidden = make_protected(team, "Rosa Tull", label="a resident")
    document = make_document(team, publisher=hidden)
    monkeypatch.setattr(progress, "_counters", [lambda ids: {document.pk: Progress(31, 50)}])

    page = client.get(address("documents:list", team=team)).content.decode()

    assert "<b>31</b> of 50" in page
    assert "a resident" in page
    assert "Rosa Tull" not in page


def test_list_of_an_empty_team_says_what_to_do(client, team, signed_in):
    page = client.get(address("documents:list", team=team)).content.decode()

    assert "Add the first document" in page


def test_list_of_an_empty_team_offers_viewers_nothing_they_may_not(client, team):
    client.force_login(make_member(team, Role.VIEWER))

    page = client.get(address("documents:list", team=team)).content.decode()

    assert address("documents:add", team=team) not in page


@pytest.mark.parametrize("beaten", [False, True])
def test_list_says_when_no_worker_runs(client, team, signed_in, beaten):
    make_document(team, processing=Processing.QUEUED)
    make_worker(beat_at=timezone.now() - timedelta(0 if beaten else 1))

    page = client.get(address("documents:list", team=team)).content.decode()

    assert ("No worker is running" in page) is not beaten


def test_list_pages_by_keyset_without_losing_any(client, team, signed_in):
    for number in range(35):
        make_document(team, by=signed_in, title=f"No {number}")
    first = client.get(address("documents:list", team=team) + "?kind=article").context["page"]

    second = client.get(
        address("documents:list", team=team), {"kind": "article", "after": first.next}
    ).context["page"]

    titles = [status.document.title for status in [*first.rows, *second.rows]]
    assert titles == [f"No {number}" for number in reversed(range(35))]


@pytest.mark.parametrize("rows", [20, 200])
def test_list_queries_do_not_grow(client, team, signed_in, rows, django_assert_max_num_queries):
    outlet = make_actor(team, "The Velmar Courier")
    for number in range(rows):
        document = make_document(
            team, publisher=outlet, triage=Triage.IN_TRIAGE, triage_by=signed_in
        )
        if number % 2:
            make_job(team, document_id=document.pk)
            Document.objects.filter(pk=document.pk).update(processing=Processing.QUEUED)

    # session, user, membership, page (5), facets (6), the frame (4)
    with django_assert_max_num_queries(19):
        client.get(address("documents:list", team=team))


@pytest.mark.parametrize("rows", [20, 200])
def test_detail_queries_do_not_grow(client, team, signed_in, rows, django_assert_max_num_queries):
    document = make_document(team)
    for number in range(2, rows):
        DocumentVersion.objects.create(
            document=document, number=number, text=f"t{number}", made="pasted", made_by=signed_in
        )

    with django_assert_max_num_queries(13):
        client.get(address("documents:detail", document))


def test_fragment_for_htmx_is_the_rows_of_the_page(client, team, signed_in):
    make_document(team, title="Bridge")

    response = client.get(address("documents:list", team=team), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "Bridge" in page
    assert "<html" not in page


def test_progress_asks_again_until_it_is_over(client, team, signed_in):
    document = make_document(team, processing=Processing.EXTRACTING)
    job = make_job(team, document_id=document.pk, state=JobState.RUNNING, done=3, total=4)
    url = address("documents:progress", document)

    working = client.get(url + "?then=reload")
    Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
    Document.objects.update(processing=Processing.READY)
    over = client.get(url + "?then=reload")
    learnt_otherwise = client.get(url + "?then=vanish")

    assert "3 of 4" in working.content.decode()
    assert f'hx-get="{url}?then=reload"' in working.content.decode()
    assert "HX-Refresh" not in working
    assert over["HX-Refresh"] == "true"
    assert learnt_otherwise["HX-Reswap"] == "delete"
    assert "HX-Refresh" not in learnt_otherwise
    assert "hx-get" not in over.content.decode()


def test_add_leads_to_the_workbench(client, team, signed_in):
    response = add(
        client, team, title="Bridge", url="https://a.example/b", published="Oct 2026",
        publisher="The Courier", topic_words=" Bridge, Velmar ,Bridge,", authors="R. Tull",
    )  # fmt: skip

    document = Document.objects.get()
    assert response.url == document.get_absolute_url()
    assert (document.title, str(document.published)) == ("Bridge", "Oct 2026")
    assert document.topic_words == ["Bridge", "Velmar"]
    assert document.versions.get().text == TEXT


def test_add_keeps_the_text_to_the_character(client, team, signed_in):
    add(client, team, text="\r\n  a\x00b \t\r\n")

    assert Document.objects.get().versions.get().text == "\n  a\ufffdb \t\n"


def test_add_twice_makes_one_and_leads_to_it(client, team, signed_in):
    first, second = add(client, team), add(client, team)

    assert first.url == second.url
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "  "}, "There is no text"),
        ({"text": "x" * 3_000_000}, "The text has 3.0 MB"),
        ({"url": "courier"}, "no web address"),
        ({"published": "31 Feb 2026"}, "22 Oct 2026, Oct 2026 or 2026"),
    ],
)
def test_add_refused_comes_back_as_typed(client, team, signed_in, fields, says):
    response = add(client, team, title="Bridge & tunnel", **fields)

    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert "Bridge &amp; tunnel" in page
    assert response.context["form"]["text"].value() == fields.get("text", TEXT)
    assert not Document.objects.exists()


def upload(raw, name="article.txt"):
    return SimpleUploadedFile(name, raw)


def test_add_a_file(client, team, signed_in):
    add(client, team, text="", file=upload("Brücke\r\n– auf".encode("cp1252")))

    version = DocumentVersion.objects.get()
    assert (version.text, version.raw_encoding) == ("Brücke\n– auf", "cp1252")
    assert (version.made, version.file_name) == ("uploaded", "article.txt")


def test_add_a_file_in_a_chosen_encoding(client, team, signed_in):
    add(client, team, text="", file=upload("źródło".encode("cp1250")), encoding="cp1250")

    assert DocumentVersion.objects.get().text == "źródło"


def test_add_a_binary_file_says_what_to_do(client, team, signed_in):
    response = add(client, team, text="", file=upload(b"%PDF-1.7 \x00", "a.pdf"))

    assert response.status_code == 422
    assert "This is a PDF file" in response.content.decode()


def test_add_a_file_refused_for_another_reason_keeps_its_words(client, team, signed_in):
    raw = "Brücke\r\nauf".encode("utf-16")
    refused = add(client, team, text="", file=upload(raw), published="nonsense")
    form = refused.context["form"]

    add(client, team, text=form["text"].value(), sealed=form["sealed"].value())

    version = DocumentVersion.objects.get()
    assert form["text"].value() == "Brücke\nauf"
    assert (version.made, version.raw_encoding) == ("uploaded", "utf-16")
    assert version.raw_sha256 != version.text_sha256


def test_add_a_file_whose_words_were_changed_is_a_pasted_text(client, team, signed_in):
    refused = add(client, team, text="", file=upload(b"Bridge"), published="nonsense")
    sealed = refused.context["form"]["sealed"].value()

    add(client, team, text="Bridges", sealed=sealed)

    assert DocumentVersion.objects.get().made == "pasted"


def test_same_text_elsewhere_offers_both_ways(client, team, signed_in):
    add(client, team, url="https://a.example/1")

    offered = add(client, team, url="https://b.example/2")

    page = offered.content.decode()
    assert offered.status_code == 409
    assert Document.objects.get().get_absolute_url() in page
    assert "Add as another publication" in page
    assert offered.context["form"]["text"].value() == TEXT
    assert add(client, team, url="https://b.example/2", choice="another").status_code == 302
    assert Document.objects.values("origin").distinct().count() == 1
    assert Document.objects.count() == 2


def test_same_address_with_another_text_offers_a_new_version(client, team, signed_in):
    add(client, team, url="https://a.example/1")
    document = Document.objects.get()

    offered = add(client, team, url="https://a.example/1", text="Changed")
    kept = add(client, team, url="https://a.example/1", text="Changed", choice=str(document.pk))

    assert offered.status_code == 409
    assert "Keep this text as a new version" in offered.content.decode()
    assert kept.url == document.get_absolute_url()
    assert list(document.versions.values_list("text", flat=True)) == [TEXT, "Changed"]


def test_new_version_of_what_one_cannot_see_is_not_found(client, team, signed_in):
    hidden = make_document(team, access=Access.RESTRICTED)

    assert add(client, team, choice=str(hidden.pk)).status_code == 404


def test_add_offers_a_sample_that_can_be_added(client, team, signed_in):
    form = client.get(address("documents:add", team=team) + "?sample").context["form"]
    fields = {field.name: field.value() or "" for field in form if field.name != "file"}

    response = add(client, team, **fields)

    assert response.status_code == 302
    assert Document.objects.get().title.startswith("Grain terminal")


def test_edit_saves_and_conflict_shows_both(client, team, signed_in):
    document = make_document(team, title="Bridge")
    url = address("documents:edit", document)
    form = client.get(url).context["form"]
    typed = {field.name: field.value() for field in form}

    assert client.post(url, {**typed, "title": "Theirs"}).status_code == 302
    answer = client.post(url, {**typed, "title": "Mine"})

    assert answer.status_code == 409
    [clash] = answer.context["conflict"].fields
    assert (clash.before, clash.theirs, clash.yours) == ("Bridge", "Theirs", "Mine")
    document.refresh_from_db()
    assert document.title == "Theirs"
    again = {field.name: field.value() for field in answer.context["form"]}
    assert client.post(url, again).status_code == 302
    document.refresh_from_db()
    assert document.title == "Mine"


def test_edit_refused_comes_back_as_typed(client, team, signed_in):
    document = make_document(team, title="Bridge")
    data = {"title": "", "kind": "article", "language": "en", "authors": "R. Tull"}

    response = client.post(address("documents:edit", document), {**data, "row_version": 1})

    assert response.status_code == 422
    assert "R. Tull" in response.content.decode()


def test_withdraw_without_a_reason_is_asked_again(client, team):
    client.force_login(make_member(team, Role.LEAD))
    document = make_document(team)

    response = client.post(address("documents:withdraw", document), {"why": ""})

    assert response.status_code == 422
    document.refresh_from_db()
    assert not document.is_withdrawn()


def test_withdraw_can_be_undone_from_its_message(client, team):
    client.force_login(make_member(team, Role.LEAD))
    document = make_document(team)

    page = client.post(address("documents:withdraw", document), {"why": "x"}, follow=True)
    undone = client.post(address("documents:restore", document), follow=True)

    assert address("documents:restore", document) in page.content.decode()
    assert undone.status_code == 200
    document.refresh_from_db()
    assert not document.is_withdrawn()


def test_act_on_an_old_version_is_a_conflict_that_shows_the_page(client, team, signed_in):
    document = make_document(team)
    url = address("documents:triage", document, move="start")

    response = client.post(url, {"row_version": document.row_version + 1})

    assert response.status_code == 409
    assert "Somebody else changed this" in response.content.decode()


def test_act_leads_back_to_where_it_was_called_and_nowhere_else(client, team, signed_in):
    document = make_document(team)
    start = address("documents:triage", document, move="start")
    skip = address("documents:triage", document, move="skip")

    assert client.post(start, {"next": "/t/x/"}).url == "/t/x/"
    assert client.post(skip, {"next": "https://evil.example/"}).url == address(
        "documents:detail", document
    )


def test_unknown_move_is_not_found(client, team, signed_in):
    document = make_document(team)

    assert client.post(address("documents:triage", document, move="fly")).status_code == 404


def test_failed_document_shows_why_and_can_be_tried_again(client, team, signed_in):
    document = make_document(team, processing=Processing.FAILED, failure="The disk was full.")
    make_job(team, kind="extraction", document_id=document.pk, state=JobState.FAILED)

    page = client.get(address("documents:detail", document)).content.decode()
    client.post(address("documents:retry", document))

    assert "The disk was full." in page
    assert address("documents:retry", document) in page
    document.refresh_from_db()
    assert document.processing == Processing.QUEUED


def test_restrict_names_readers(client, team):
    client.force_login(make_member(team, Role.LEAD))
    reader = make_member(team)
    document = make_document(team)

    client.post(
        address("documents:restrict", document), {"access": "restricted", "readers": [reader.pk]}
    )

    document.refresh_from_db()
    assert document.is_restricted()
    assert list(document.readers.all()) == [reader]


def test_what_somebody_stopped_has_not_failed(client, team):
    person = make_member(team, "lead", is_staff=True)
    document = make_document(team, by=person, processing=Processing.QUEUED)
    job = make_job(team, kind="extraction", document_id=document.pk)
    client.force_login(person)
    one = {"team": team.slug, "pk": document.pk}

    client.post(reverse("documents:stop", kwargs=one))
    paths = [reverse("documents:list", args=[team.slug]), document.get_absolute_url()]
    paths += [reverse(name, kwargs=one) for name in ("documents:detail", "api:document")]
    paths += ["/admin/jobs/job/", f"/admin/documents/document/{document.pk}/change/"]
    told = {path: client.get(path).content.decode().lower() for path in paths}

    job.refresh_from_db()
    assert job.state == "cancelled"
    assert [path for path, page in told.items() if "stopped" not in page] == []
    alarms = ("could not be read", "chip h-red", '"processing":"failed"')
    assert [p for p, page in told.items() if any(alarm in page for alarm in alarms)] == []
