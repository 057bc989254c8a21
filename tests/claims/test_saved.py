"""Saved views of the list of claims through their addresses."""

import pytest
from django.urls import reverse

from claims import services as claims
from claims.saved import new_in_noticed
from search.models import SavedView
from tests.factories.claims import make_claim
from tests.factories.review import make_desk
from tests.factories.teams import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def at(client, desk):
    """`at(person, name, *args)` asks as that person; `post=` sends."""

    def ask(person, name, *args, post=None, **query):
        sign_in(client, person)
        address = reverse(f"claims:{name}", args=[desk.team.slug, *args])
        return client.post(address, post) if post is not None else client.get(address, query)

    return ask


def saved(desk, at, query="state=to_check&sort=newest", name="To check", **more):
    answer = at(desk.viewer, "save_view", post={"name": name, "query": query, **more})
    assert answer.status_code == 302
    return SavedView.objects.get(name=name)


def counts(answer):
    return {each.view.name: (str(each.total), str(each.new)) for each in answer.context["views"]}


def test_save_open_and_see_what_is_new(desk, at):
    old = make_claim(desk.team, by=desk.lead)
    make_claim(desk.team, by=desk.lead, access="restricted")
    view = saved(desk, at)

    (kept,) = at(desk.viewer, "views").context["views"]
    query = f"state=to_check&sort=newest&view={view.pk}"
    assert kept.address == f"{reverse('claims:list', args=[desk.team.slug])}?{query}"
    assert counts(at(desk.viewer, "views")) == {"To check": ("1", "0")}
    make_claim(desk.team, by=desk.lead)
    make_claim(desk.team, by=desk.lead, state="on_record")
    edit = {"statement": "Otherwise."}
    claims.edit_claim(claim=old, by=desk.first, row_version=old.row_version, changes=edit)
    assert counts(at(desk.viewer, "views")) == {"To check": ("2", "2")}
    assert new_in_noticed(desk.viewer, desk.team) == 0
    at(desk.viewer, "notice_view", view.pk, post={"wanted": "on"})
    assert new_in_noticed(desk.viewer, desk.team) == 2
    assert "2 new</span>" in at(desk.viewer, "list").content.decode()
    at(desk.viewer, "see_view", view.pk, post={})
    assert new_in_noticed(desk.viewer, desk.team) == 0


def test_a_receiver_reads_and_copies_but_does_not_overwrite(desk, at):
    make_claim(desk.team, by=desk.lead, access="restricted")
    view = saved(desk, at, is_shared="on")

    page = at(desk.first, "views")
    assert counts(page) == {"To check": ("0", "None")}
    assert "Change" not in page.content.decode().partition("<tbody>")[2].partition("</table>")[0]
    assert counts(at(desk.lead, "views")) == {"To check": ("1", "None")}
    for act in ("edit", "refill", "delete"):
        post = {"name": "Mine", "query": "q=mine", "row_version": 1}
        assert at(desk.first, f"{act}_view", view.pk, post=post).status_code == 403
    assert at(desk.first, "copy_view", view.pk, post={}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.query) == ("To check", "state=to_check&sort=newest")
    assert SavedView.objects.get(owner=desk.first).query == view.query


def test_what_was_typed_stays_when_it_is_refused(desk, at):
    view = saved(desk, at)

    again = at(desk.viewer, "save_view", post={"name": "To check", "query": "q=dam"})
    assert again.status_code == 409
    assert 'value="q=dam"' in again.content.decode()
    stale = at(desk.viewer, "edit_view", view.pk, post={"name": "Newer name", "row_version": 0})
    assert stale.status_code == 409
    assert "Newer name" in stale.content.decode()
    hidden = at(desk.lead, "see_view", view.pk, post={})
    assert hidden.status_code == 404


def test_tabs_bring_their_counts_and_filters_of_nonsense_are_no_error(client, desk, at):
    make_claim(desk.team, by=desk.lead)
    view = saved(desk, at, query="state=nonsense&speaker=x&holder=y&published_from=z&origins=w")

    page = at(desk.viewer, "list", view=view.pk).content.decode()
    seen = reverse("claims:see_view", args=[desk.team.slug, view.pk])
    assert f'hx-post="{seen}"' in page
    answer = client.post(seen, headers={"HX-Request": "true"})
    assert '<span class="count">1</span>' in answer.content.decode()
