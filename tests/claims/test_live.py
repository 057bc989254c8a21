"""What a workbench is told of colleagues, again and again."""

import pytest
from django.urls import reverse

from claims import services
from history.models import Event
from tests.factories.claims import make_mention
from tests.factories.documents import make_document
from tests.factories.teams import make_member, make_team, sign_in

pytestmark = pytest.mark.django_db

SENTENCES = [f"Mara Venn said that gate {number} was shut." for number in range(30)]
TEXT = "\n\n".join(SENTENCES)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def document(team):
    return make_document(team, text=TEXT, title="Gates")


@pytest.fixture
def mentions(document):
    return [make_mention(document, f"gate {number} was shut") for number in range(30)]


@pytest.fixture
def mara(client, team):
    person = make_member(team, "reviewer", name="Mara Oyelin")
    sign_in(client, person)
    return person


@pytest.fixture
def ilse(team):
    return make_member(team, "reviewer", name="Ilse Marten")


@pytest.fixture
def ask(client, document, mara):
    """`ask()` as the page does: with what it was told last. Answers status and words."""
    known = {"etag": "", "seen": 0}

    def once(**query):
        address = reverse("claims:live", args=[document.team.slug, document.pk])
        answer = client.get(
            address,
            {"seen": known["seen"], **query},
            headers={"If-None-Match": known["etag"], "HX-Request": "true"},
        )
        if answer.status_code == 200:
            live = answer.context["live"]
            known.update(etag=live.etag, seen=live.seen)
        return answer.status_code, answer.content.decode()

    once()
    return once


def accept(mention, by):
    return services.accept_mention(mention=mention, by=by, row_version=mention.row_version)


def test_nothing_new_is_no_answer(ask, mentions):
    assert ask() == (304, "")


def test_a_colleague_s_step_comes_with_the_name_and_its_own_fragments(ask, mentions, ilse):
    accept(mentions[1], ilse)

    status, words = ask(mention=mentions[0].pk)

    assert status == 200
    assert "Ilse Marten accepted 2" in words
    assert f'id="m{mentions[1].pk}"' in words
    assert words.count('class="para"') == 1
    assert "<b>1</b> of 30" in words
    assert 'id="mentions"' not in words
    assert ask(mention=mentions[0].pk) == (304, "")


def test_one_s_own_step_is_not_told_to_oneself(ask, mentions, mara):
    accept(mentions[1], mara)

    _status, words = ask()

    assert "accepted 2" not in words
    assert 'class="para"' not in words


def test_a_busy_page_learns_the_count_and_the_rest_later(ask, mentions, ilse):
    accept(mentions[1], ilse)

    _status, busy = ask(busy=1)
    again, _nothing = ask(busy=1)
    _status, free = ask()

    assert "<b>1</b> of 30" in busy
    assert "Ilse Marten accepted 2" in busy
    assert 'class="para"' not in busy
    assert again == 304
    assert 'class="para"' in free


def test_a_new_mention_moves_the_numbers_so_all_is_drawn(ask, document, mentions, ilse):
    start = TEXT.index("Mara")
    services.add_mention(
        version=document.versions.last(), by=ilse, content_spans=[[start, start + 4]]
    )

    _status, words = ask()

    assert 'id="mentions"' in words
    assert 'id="doc"' in words
    assert "Ilse Marten added 1" in words


def test_many_at_once_are_one_sentence(ask, document, mentions, ilse):
    services.set_aside_rest(document=document, by=ilse)

    _status, words = ask()

    assert "Ilse Marten changed 30 mentions" in words
    assert 'id="doc"' in words


def test_who_else_is_here_and_where(client, ask, team, document, mentions, mara, ilse):
    address = reverse("claims:live", args=[team.slug, document.pk])
    events = Event.objects.count()
    sign_in(client, ilse)
    client.get(address, {"mention": mentions[4].pk})
    sign_in(client, mara)

    status, words = ask()

    assert status == 200
    assert "Ilse Marten is at 5" in words
    assert f'data-at="{mentions[4].pk}"' in words
    assert "Mara Oyelin is" not in words
    assert Event.objects.count() == events


def test_nobody_is_here_for_another_document(client, ask, team, mara, ilse):
    other = make_document(team, text=TEXT)
    sign_in(client, ilse)
    client.get(other.get_absolute_url())
    sign_in(client, mara)

    assert ask() == (304, "")


def test_a_step_costs_the_same_in_a_long_document(
    client, document, mentions, mara, django_assert_max_num_queries
):
    def step(row):
        address = reverse("claims:accept", args=[document.team.slug, row.pk])
        return client.post(address, {"row_version": 1}, headers={"HX-Request": "true"})

    step(mentions[0])
    with django_assert_max_num_queries(70) as few:
        short = step(mentions[1])
    for number in range(150):
        make_mention(document, SENTENCES[number % 30][: 20 + number // 30])
    with django_assert_max_num_queries(len(few)):
        long = step(mentions[2])

    assert long.status_code == 200
    assert len(long.content) < len(short.content) * 1.2
