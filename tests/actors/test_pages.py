"""The pages of actors: who gets which, what they show and hide, and what their forms do."""

import base64
import re
from urllib.parse import unquote

import pytest
from django.urls import reverse

from actors import registry, services
from actors.models import Actor, Alias
from documents.models import Document
from history.models import Event
from teams.editing import sealed
from tests.factories.actors import make_actor, make_alias, make_protected, make_unnamed
from tests.factories.documents import make_document
from tests.factories.teams import OUTSIDER, make_cast, make_member, make_team, sign_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
NEW = {"name": "Port Authority", "kind": "government", "description": "Runs the quays."}
# role: list and page, new actor and edit, aliases, protection
ROLES = [
    ("lead", 200, 200, 200, 200),
    ("reviewer", 200, 200, 200, 403),
    ("contributor", 200, 403, 200, 403),
    ("viewer", 200, 403, 403, 403),
    (OUTSIDER, 404, 404, 404, 404),
    ("anonymous", 302, 302, 302, 302),
]


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def reviewer(team):
    return make_member(team, "reviewer")


@pytest.fixture
def lead(team):
    return make_member(team, "lead")


def url(name, actor, *more):
    return reverse(f"actors:{name}", args=[actor.team.slug, actor.pk, *more])


def list_url(team):
    return reverse("actors:list", args=[team.slug])


def add_url(team):
    return reverse("actors:add", args=[team.slug])


def names_on(answer):
    return re.findall(r"<tr data-row>.*?<a [^>]*>([^<]+)</a>", answer.content.decode(), re.S)


# --- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "reading", "curating", "naming", "protecting"), ROLES)
def test_by_role(client, team, role, reading, curating, naming, protecting):
    person = make_cast(team)[role]
    actor = make_actor(team)
    alias = make_alias(actor)
    sign_in(client, person)

    pages = [list_url(team), url("detail", actor)]
    forms = [add_url(team), url("edit", actor)]
    names = [url("add_alias", actor), url("retire_alias", actor, alias.pk)]
    leads = [url("protect", actor), url("unprotect", actor)]

    assert {client.get(page).status_code for page in pages} == {reading}
    assert {client.get(form).status_code for form in forms} == {curating}
    posted = {page: client.post(page).status_code for page in names}
    # An empty form is refused, a second press is a redirect: whoever may gets as far as that.
    assert list(posted.values()) == ([422, 302] if naming == 200 else [naming] * 2)
    posted = {page: client.post(page).status_code for page in leads}
    assert list(posted.values()) == ([422, 409] if protecting == 200 else [protecting] * 2)


@pytest.mark.parametrize("name", ["add_alias", "protect", "unprotect"])
def test_changes_are_posted(client, team, lead, name):
    sign_in(client, lead)

    assert client.get(url(name, make_actor(team))).status_code == 405


def test_actors_of_other_teams_are_not_found(client, team, lead):
    stranger = make_alias(make_actor())
    sign_in(client, lead)
    pages = [
        reverse(f"actors:{name}", args=[team.slug, stranger.actor.pk])
        for name in ("detail", "edit", "add_alias", "protect", "unprotect")
    ]
    pages.append(reverse("actors:retire_alias", args=[team.slug, make_actor(team).pk, stranger.pk]))

    assert {client.post(page).status_code for page in pages[1:]} == {404}
    assert client.get(pages[0]).status_code == 404


# --- the list ------------------------------------------------------------------------------------


def test_the_list(client, team, reviewer):
    make_alias(make_actor(team, "The Halden Post"), "Halden Online")
    make_alias(make_actor(team, "Ćelik Works"), "Retired Name", is_retired=True)
    make_actor(name="Of another team")

    answer = sign_in(client, reviewer).get(list_url(team))

    assert names_on(answer) == ["Ćelik Works", "The Halden Post"]
    assert "Halden Online" in answer.content.decode()
    assert "Retired Name" not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "celik"}, ["Ćelik Works"]),
        ({"q": "works CELIK"}, ["Ćelik Works"]),
        ({"q": "online"}, ["The Halden Post"]),
        ({"q": "retired"}, []),
        ({"q": "%"}, []),
        ({"kind": "outlet"}, ["The Halden Post"]),
        ({"kind": "ghost"}, ["Ćelik Works", "The Halden Post"]),
        ({"q": "halden", "kind": "person"}, []),
    ],
)
def test_search(client, team, reviewer, query, expected):
    make_alias(make_actor(team, "The Halden Post", kind="outlet"), "Halden Online")
    make_alias(make_actor(team, "Ćelik Works"), "Retired Name", is_retired=True)

    assert names_on(sign_in(client, reviewer).get(list_url(team), query)) == expected


def test_htmx_gets_the_rows_alone(client, team, reviewer):
    make_actor(team, "The Halden Post")

    answer = sign_in(client, reviewer).get(list_url(team), headers=HTMX)

    assert names_on(answer) == ["The Halden Post"]
    assert "<html" not in answer.content.decode()


def test_pages_hold_every_actor_once(client, team, reviewer):
    for number in range(70):
        make_actor(team, f"Office {number % 7}")
    sign_in(client, reviewer)

    seen, cursor = [], ""
    for _page in range(3):
        answer = client.get(list_url(team), {"after": cursor})
        seen += re.findall(r"/actors/(\d+)/", answer.content.decode())
        following = re.search(r'rel="next" href="[^"]*after=([^"&]+)', answer.content.decode())
        cursor = unquote(following.group(1)) if following else ""

    assert len(seen) == len(set(seen)) == 70
    assert cursor == ""


@pytest.mark.parametrize("number", [20, 200])
def test_list_queries_do_not_grow(client, team, reviewer, django_assert_max_num_queries, number):
    for _number in range(number):
        make_alias(make_actor(team, by=reviewer))
    sign_in(client, reviewer)

    # session, user, membership, actors, aliases, teams and counts of the frame
    with django_assert_max_num_queries(11):
        client.get(list_url(team))


@pytest.mark.parametrize("number", [20, 200])
def test_actor_queries_do_not_grow(client, team, lead, django_assert_max_num_queries, number):
    actor = make_actor(team)
    for each in range(number):
        make_alias(actor, f"Name {each}")
        make_alias(make_actor(team, by=lead), f"Name {each}")
    sign_in(client, lead)

    with django_assert_max_num_queries(15):
        client.get(url("detail", actor))


@pytest.mark.parametrize(
    ("role", "offered"), [("reviewer", True), ("contributor", False), ("viewer", False)]
)
def test_an_empty_list(client, team, role, offered):
    answer = sign_in(client, make_member(team, role)).get(list_url(team))

    assert "No actors yet" in answer.content.decode()
    assert (add_url(team) in answer.content.decode()) is offered


# --- protected names -----------------------------------------------------------------------------


@pytest.fixture
def protected(team, reviewer):
    """Somebody whom leads and `reviewer` may read."""
    actor = make_protected(
        team, "Zora Quill", label="a dock worker", readers=[reviewer], description="Quillfarm"
    )
    make_alias(actor, "Quilly")
    return actor


SECRETS = ("quill", "zora")


def shows(answer):
    """Whether any of the page's source, cursors included, gives the name away."""
    page = answer.content.decode()
    cursors = re.findall(r"(?:after|before)=([\w-]+)", page)
    page += "".join(str(base64.urlsafe_b64decode(each + "==")) for each in cursors)
    return any(secret in page.lower() for secret in SECRETS)


@pytest.mark.parametrize(
    ("role", "reads"), [("lead", True), ("reviewer", False), ("contributor", False)]
)
def test_protected_names_by_role(client, team, protected, role, reads):
    for _number in range(40):
        make_actor(team, "Alba Works")
    sign_in(client, make_member(team, role))

    pages = [
        client.get(list_url(team)),
        client.get(list_url(team), {"q": "dock"}),
        client.get(url("detail", protected)),
    ]
    # By its label it comes before all the others, by its name on the second page.
    assert [shows(page) for page in pages] == [False, reads, reads]
    assert ("a dock worker" in names_on(pages[0])) is not reads
    assert all("Quilly" not in page.content.decode() for page in pages if not reads)


@pytest.mark.parametrize("q", ["zora", "quilly", "Zora Quill", "quillfarm"])
def test_protected_names_cannot_be_searched_for(client, team, protected, q):
    sign_in(client, make_member(team, "reviewer"))

    answer = client.get(list_url(team), {"q": q})

    assert names_on(answer) == []


def test_named_readers_find_and_read(client, team, protected, reviewer):
    sign_in(client, reviewer)

    found = client.get(list_url(team), {"q": "quilly"})
    page = client.get(url("detail", protected))

    assert names_on(found) == ["Zora Quill"]
    assert "Quillfarm" in page.content.decode()


@pytest.mark.parametrize("name", ["edit", "add_alias"])
def test_what_is_made_of_the_name_is_refused_without_it(client, team, protected, name):
    sign_in(client, make_member(team, "reviewer"))

    answer = client.post(url(name, protected), NEW)

    assert answer.status_code == 403
    assert not shows(answer)


def test_adding_a_protected_name_tells_nothing(client, team, protected):
    sign_in(client, make_member(team, "reviewer"))

    answer = client.post(add_url(team), {**NEW, "name": "Zora Quill"})

    assert answer.status_code == 302


def test_namesakes_do_not_show_protected_actors(client, team, protected):
    other = make_actor(team, "Somebody")
    make_alias(other, "Quilly")
    sign_in(client, make_member(team, "reviewer"))

    answer = client.get(url("detail", other))

    assert "dock worker" not in answer.content.decode()
    assert url("detail", protected) not in answer.content.decode()


def test_unnamed_sources_of_hidden_documents_are_not_found(client, team, reviewer, monkeypatch):
    shown = make_document(team, by=reviewer)
    open_source = make_unnamed(team, "a fisherman", document_id=shown.pk)
    hidden = make_unnamed(team, "a night guard", document_id=shown.pk + 1)
    monkeypatch.setattr(
        registry, "_document_ids", [lambda user: Document.objects.filter(pk=shown.pk).values("pk")]
    )
    sign_in(client, reviewer)

    assert names_on(client.get(list_url(team))) == [open_source.name]
    assert client.get(url("detail", hidden)).status_code == 404


def test_unnamed_sources_tell_their_document(client, team, reviewer):
    documents = [make_document(team, title=title) for title in ("First report", "Second report")]
    sources = [make_unnamed(team, "a fisherman", document_id=each.pk) for each in documents]
    sign_in(client, reviewer)

    listed = client.get(list_url(team)).content.decode()

    for source, document in zip(sources, documents, strict=True):
        for page in (listed, client.get(url("detail", source)).content.decode()):
            assert f'<a href="{document.get_absolute_url()}">{document.title}</a>' in page


def test_the_document_of_a_protected_source_is_its_readers_alone(client, team, lead, reviewer):
    document = make_document(team, title="First report")
    source = make_protected(team, kind="unnamed", document_id=document.pk)

    for person, is_told in ((reviewer, False), (lead, True)):
        sign_in(client, person)
        for address in (list_url(team), url("detail", source)):
            assert (document.title in client.get(address).content.decode()) is is_told


# --- forms ---------------------------------------------------------------------------------------


def test_add(client, team, reviewer):
    answer = sign_in(client, reviewer).post(add_url(team), NEW)

    actor = Actor.objects.get()
    assert answer.url == url("detail", actor)
    assert (actor.name, actor.kind) == (NEW["name"], NEW["kind"])


@pytest.mark.parametrize("values", [{"name": ""}, {"kind": ""}, {"kind": "ghost"}])
def test_add_what_is_not_whole(client, team, reviewer, values):
    answer = sign_in(client, reviewer).post(add_url(team), {**NEW, **values})

    assert (answer.status_code, Actor.objects.count()) == (422, 0)
    assert "Runs the quays." in answer.content.decode()


def test_add_a_known_name(client, team, reviewer):
    known = make_actor(team, "Port Authority")
    sign_in(client, reviewer)

    asked = client.post(add_url(team), NEW)
    client.post(add_url(team), {**NEW, "even_if_known": "1"})

    assert asked.status_code == 409
    assert url("detail", known) in asked.content.decode()
    assert Actor.objects.filter(name="Port Authority").count() == 2


def edit_values(actor, **changes):
    values = {"name": actor.name, "kind": actor.kind, "description": actor.description}
    held = {**values, "name": "as it was"}
    return {**values, "row_version": actor.row_version, "base": sealed(held), **changes}


def test_edit(client, team, reviewer):
    actor = make_actor(team, "Port")

    answer = sign_in(client, reviewer).post(
        url("edit", actor), edit_values(actor, name="Port of Velmar")
    )

    actor.refresh_from_db()
    assert (answer.status_code, actor.name) == (302, "Port of Velmar")


def test_edit_conflict_loses_nothing(client, team, reviewer, lead):
    actor = make_actor(team, "Port")
    mine = edit_values(actor, name="Mine", description="My own words.")
    theirs = {"name": "Theirs", "kind": "outlet", "description": ""}
    services.edit_actor(actor=actor, row_version=1, by=lead, **theirs)
    sign_in(client, reviewer)

    answer = client.post(url("edit", actor), mine)
    page = answer.content.decode()
    shown = {field.name: field.value() for field in answer.context["form"]}
    again = client.post(url("edit", actor), {**shown, "pick-description": "theirs"})

    actor.refresh_from_db()
    assert answer.status_code == 409
    assert all(word in page for word in ("as it was", "Theirs", "My own words.", lead.name))
    assert 'name="row_version" value="2"' in page
    assert (again.status_code, actor.name, actor.description) == (302, "Mine", "")


def test_add_an_alias_without_scripts(client, team, reviewer):
    actor = make_actor(team)

    answer = sign_in(client, reviewer).post(url("add_alias", actor), {"name": "Hafenamt"})

    assert answer.url == url("detail", actor)
    assert Alias.objects.get().name == "Hafenamt"


def test_add_an_alias_by_htmx(client, team, reviewer):
    actor = make_actor(team)

    answer = sign_in(client, reviewer).post(
        url("add_alias", actor), {"name": "Hafenamt", "language": "de"}, headers=HTMX
    )

    assert answer.status_code == 200
    assert '<span lang="de">Hafenamt</span>' in answer.content.decode()
    assert "<html" not in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_alias_comes_back_as_typed(client, team, reviewer, headers):
    actor = make_actor(team)

    answer = sign_in(client, reviewer).post(
        url("add_alias", actor), {"name": "officials"}, headers=headers
    )

    assert (answer.status_code, Event.objects.count()) == (422, 0)
    assert 'value="officials"' in answer.content.decode()


def test_retire_an_alias(client, team, reviewer):
    alias = make_alias(make_actor(team))
    sign_in(client, reviewer)
    page = url("retire_alias", alias.actor, alias.pk)

    statuses = [client.post(page, {"row_version": 1}, headers=HTMX).status_code for _ in range(2)]

    alias.refresh_from_db()
    assert (statuses, alias.is_retired) == ([200, 409], True)


def test_protect_and_end_it(client, team, lead, reviewer):
    actor = make_actor(team, "Zora Quill")
    sign_in(client, lead)
    values = {"public_label": "a dock worker", "readers": [reviewer.pk], "row_version": 1}

    client.post(url("protect", actor), values)
    protected = Actor.objects.get()
    client.post(url("unprotect", actor), {"row_version": 2})

    actor.refresh_from_db()
    assert (protected.is_protected, protected.shown_name) == (True, "a dock worker")
    assert not actor.is_protected


def test_protect_for_readers_of_another_team(client, team, lead):
    outsider = make_member(make_team())
    actor = make_actor(team, "Zora Quill")
    values = {"public_label": "a dock worker", "readers": [outsider.pk], "row_version": 1}

    answer = sign_in(client, lead).post(url("protect", actor), values)

    actor.refresh_from_db()
    assert (answer.status_code, actor.is_protected) == (422, False)


def test_protect_with_a_label_that_tells(client, team, lead):
    actor = make_actor(team, "Zora Quill")
    values = {"public_label": "Zora Quill of Quay 4", "row_version": 1}

    answer = sign_in(client, lead).post(url("protect", actor), values)

    assert answer.status_code == 422
    assert "holds a name that it should hide" in answer.content.decode()
