"""The workbench through its addresses."""

import pytest
from django.urls import reverse

from claims.forms import MentionForm
from claims.models import Claim
from teams.editing import sealed
from tests.factories.actors import make_actor, make_protected
from tests.factories.claims import (
    link_mention,
    make_claim,
    make_decided_mention,
    make_mention,
    make_run,
)
from tests.factories.documents import make_document, make_version
from tests.factories.teams import make_cast, make_member, make_team, sign_in

pytestmark = pytest.mark.django_db

TEXT = (
    "Orla Venn said the quay is safe. “Nobody was hurt,” she <b>told</b> the Mail.\n\nThe end came."
)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def person(team):
    return make_member(team, "reviewer")


@pytest.fixture
def document(team, person):
    return make_document(team, by=person, text=TEXT, title="The quay")


@pytest.fixture
def mention(document):
    return make_mention(document, "the quay is safe", source="Orla Venn", cue="said")


@pytest.fixture
def signed_in(client, person):
    return sign_in(client, person)


def post(client, step, row, **data):
    """Take `step` on a mention or a document."""
    address = reverse(f"claims:{step}", args=[row.team.slug, row.pk])
    extra = data.pop("extra", {})
    return client.post(address, data, **extra)


CAST = [
    ("lead", 200, 302),
    ("reviewer", 200, 302),
    ("contributor", 200, 302),
    ("viewer", 200, 403),
    ("lead of another team", 404, 404),
    ("anonymous", 302, 302),
]
STEPS = [
    ("accept", {}),
    ("reject", {"reason": "not_a_claim"}),
    ("set_aside", {}),
    ("speaker_from_text", {"start": 0, "end": 4}),
]


@pytest.mark.parametrize(("role", "reads", "_acts"), CAST)
def test_who_reads(client, team, document, role, reads, _acts):
    sign_in(client, make_cast(team)[role])

    assert client.get(document.get_absolute_url()).status_code == reads
    assert client.get(reverse("claims:list", args=[team.slug])).status_code == reads


@pytest.mark.parametrize(("role", "_reads", "acts"), CAST)
@pytest.mark.parametrize(("step", "data"), STEPS)
def test_who_takes_steps(client, team, mention, role, _reads, acts, step, data):
    sign_in(client, make_cast(team)[role])

    answer = post(client, step, mention, row_version=1, **data)

    assert answer.status_code == acts
    mention.refresh_from_db()
    took = acts == 302 and role != "anonymous"
    assert (mention.row_version > 1) == took


@pytest.mark.parametrize(("role", "_reads", "acts"), CAST)
@pytest.mark.parametrize("step", ["set_aside_rest", "add_mention", "finish"])
def test_who_acts_on_a_document(client, team, document, role, _reads, acts, step):
    sign_in(client, make_cast(team)[role])

    answer = post(client, step, document, start=0, end=4)

    assert answer.status_code == acts


@pytest.mark.parametrize(
    "step", [step for step, _data in STEPS] + ["attach", "split", "undo", "edit"]
)
def test_a_restricted_document_hides_its_mentions(client, team, step):
    document = make_document(team, text=TEXT, access="restricted")
    mention = make_mention(document, "the quay is safe")
    sign_in(client, make_member(team, "reviewer"))

    assert client.get(document.get_absolute_url()).status_code == 404
    assert post(client, step, mention, row_version=1).status_code == 404
    assert client.get(reverse("claims:list", args=[team.slug])).status_code == 200


def test_a_mention_of_another_team_is_not_found_under_ones_own(signed_in, team, person):
    other = make_mention(make_document(make_team(), text=TEXT), "the quay is safe")
    address = reverse("claims:accept", args=[team.slug, other.pk])

    assert signed_in.post(address, {"row_version": 1}).status_code == 404


def test_the_text_is_shown_as_it_is_escaped(signed_in, document, mention):
    page = signed_in.get(document.get_absolute_url()).content.decode()

    assert "&lt;b&gt;told&lt;/b&gt;" in page
    assert f'data-content="{mention.pk}">the quay is safe</mark>' in page
    assert f'<p data-offset="{TEXT.index("The end")}">The end came.</p>' in page


def test_htmx_gets_what_changed_alone(signed_in, document, mention):
    later = make_mention(document, "Nobody was hurt", source="she")

    answer = post(signed_in, "accept", mention, row_version=1, extra=HTMX)

    words = answer.content.decode()
    assert "<html" not in words
    assert 'id="mentions"' in words
    assert 'id="bench-progress" hx-swap-oob="true"' in words
    assert 'id="p0" hx-swap-oob="true"' in words
    assert f'data-offset="{TEXT.index("The end")}"' not in words
    assert answer["HX-Replace-Url"].endswith(f"?mention={later.pk}")


def test_the_first_step_begins_triage(signed_in, document, mention, person):
    post(signed_in, "accept", mention, row_version=1)

    document.refresh_from_db()
    assert (document.triage, document.triage_by) == ("in_triage", person)


def test_a_step_from_an_old_page_is_a_conflict(signed_in, mention):
    mention.change(row_version=1, note="new")

    answer = post(signed_in, "accept", mention, row_version=1, extra=HTMX)

    assert answer.status_code == 409
    assert "Nothing of yours was written" in answer.content.decode()
    assert not Claim.objects.exists()


def edit_data(mention, **data):
    spans = {}
    for part in ("content", "source", "cue"):
        spans |= {f"{part}-TOTAL_FORMS": 1, f"{part}-INITIAL_FORMS": 0}
    values = {"dates-TOTAL_FORMS": 0, "dates-INITIAL_FORMS": 0, "mode": "indirect"}
    values |= {"kind": "fact", "polarity": "affirmed", "row_version": mention.row_version}
    return {**spans, **values, **data}


def test_edit_by_typed_words(signed_in, mention):
    data = edit_data(mention, **{"content-0-words": "safe", "content-0-nth": 1})

    assert post(signed_in, "edit", mention, **data).status_code == 302

    mention.refresh_from_db()
    assert (mention.content_words, mention.source_words) == ("safe", "")


def test_edit_with_other_words_keeps_what_was_typed(signed_in, mention):
    data = edit_data(mention, **{"content-0-words": "perfectly safe"})

    answer = post(signed_in, "edit", mention, **data)

    assert answer.status_code == 422
    assert "perfectly safe" in answer.content.decode()


def test_edits_of_different_parts_are_merged(signed_in, mention):
    base = sealed(MentionForm.held(mention))
    words = {"content-0-words": "safe", "source-0-words": "Orla Venn", "cue-0-words": "said"}
    data = edit_data(mention, **words, row_version=1, base=base)
    mention.change(row_version=1, kind="belief")

    assert post(signed_in, "edit", mention, **data).status_code == 302

    mention.refresh_from_db()
    assert (mention.content_words, mention.kind) == ("safe", "belief")


def test_edits_that_collide_show_both_and_leave_the_choice(signed_in, mention):
    base = sealed(MentionForm.held(mention))
    data = edit_data(mention, **{"content-0-words": "safe", "row_version": 1, "base": base})
    data |= {"kind": "opinion"}
    mention.change(row_version=1, kind="belief", mode="mixed")

    answer = post(signed_in, "edit", mention, **data)
    again = answer.context["form"]
    clash = answer.context["conflict"]

    assert (answer.status_code, again.initial["row_version"]) == (409, 2)
    assert [(each.label, each.theirs, each.yours) for each in clash.fields] == [
        ("Kind", "Belief", "Opinion")
    ]
    assert [each.label for each in clash.taken] == ["Speech"]
    assert (again["mode"].value(), again["kind"].value()) == ("mixed", "opinion")
    assert ">safe</textarea>" in answer.content.decode()

    seen = {"row_version": 2, "base": again["base"].value(), "mode": "mixed"}
    chosen = data | seen | {"pick-kind": "theirs"}
    assert post(signed_in, "edit", mention, **chosen).status_code == 302
    mention.refresh_from_db()
    assert (mention.content_words, mention.kind, mention.mode) == ("safe", "belief", "mixed")


def test_speaker_form_makes_an_unnamed_source_of_the_document(signed_in, document, mention):
    data = {"row_version": 1, "is_unnamed": "1"}

    assert post(signed_in, "speakers", mention, **data).status_code == 302

    actor = mention.speakers.get().actor
    assert (actor.kind, actor.document_id, actor.name) == ("unnamed", document.pk, "Orla Venn")


def test_speaker_form_makes_a_named_actor_for_who_may(client, team, mention):
    data = {"row_version": 1, "name": "Orla Venn", "kind": "person"}

    sign_in(client, make_member(team, "contributor"))
    assert post(client, "speakers", mention, **data).status_code == 403
    assert mention.speakers.get().actor is None

    sign_in(client, make_member(team, "reviewer"))
    assert post(client, "speakers", mention, **data).status_code == 302
    assert mention.speakers.get().actor.name == "Orla Venn"


def test_a_protected_speaker_is_shown_by_its_label(client, team, document):
    make_mention(document, "Nobody was hurt", speaker=make_protected(team))
    sign_in(client, make_member(team, "contributor"))

    page = client.get(document.get_absolute_url()).content.decode()

    assert "Ilva Norn" not in page
    assert "a dock worker" in page


def test_versions_can_be_chosen(signed_in, document, mention):
    make_version(document, text="Another text.")
    address = document.get_absolute_url()

    assert "Another text." in signed_in.get(address).content.decode()
    assert "the quay is safe" in signed_in.get(f"{address}?version=1").content.decode()
    assert "the quay is safe" in signed_in.get(f"{address}?mention={mention.pk}").content.decode()
    assert signed_in.get(f"{address}?version=9").status_code == 404


def test_suggestions_offer_no_claim_the_person_may_not_read(client, team, document, mention):
    lead = make_member(team, "lead")
    make_claim(team, by=lead, statement="The quay is safe.", access="restricted")
    make_claim(make_team(), by=lead, statement="The quay is safe.")
    known = make_claim(team, by=lead, statement="The quay is safe now.")
    sign_in(client, make_member(team, "contributor"))

    page = client.get(f"{document.get_absolute_url()}?mention={mention.pk}").content.decode()

    assert page.count('name="claim"') == 1
    assert f'name="claim" value="{known.pk}"' in page


def test_suggestions_call_a_speaker_another_only_where_the_mentions_is_known(
    signed_in, team, person, document
):
    venn, quill = make_actor(team, "Orla Venn"), make_actor(team, "Zora Quill")
    make_claim(team, by=person, statement="The quay is safe.", speaker=venn)

    said = {
        speaker: make_mention(document, "the quay is safe", speaker=speaker)
        for speaker in (venn, quill, "Venn")
    }
    page = {
        speaker: signed_in.get(mention.get_absolute_url()).content.decode()
        for speaker, mention in said.items()
    }

    assert "same speaker" in page[venn]
    assert "other speaker: Orla Venn" in page[quill]
    assert "speaker: Orla Venn" in page["Venn"]
    assert "other speaker" not in page["Venn"]


def test_queries_of_the_workbench_do_not_grow(
    signed_in, document, team, person, django_assert_max_num_queries
):
    def fill(count):
        for _number in range(count):
            mention = make_mention(document, "Nobody was hurt", speaker=make_actor(team, by=person))
            make_decided_mention(document, "told", by=person, curation="accepted")
            claim = make_claim(team, by=person, statement="Nobody was hurt on the quay.")
            link_mention(claim, mention, by=person)

    for count in (10, 90):
        fill(count)
        with django_assert_max_num_queries(32):
            assert signed_in.get(document.get_absolute_url()).status_code == 200


def test_a_new_actor_called_nearly_so_is_asked_about_first(signed_in, team, mention):
    known = make_actor(team, "Orla Venn")
    sent = {"row_version": 1, "name": "Orla Ven", "kind": "person"}

    refused = post(signed_in, "speakers", mention, **sent)

    assert refused.status_code == 422
    assert "Orla Venn" in refused.content.decode()
    assert team.actors.get() == known
    assert post(signed_in, "speakers", mention, anyway="1", **sent).status_code == 302
    assert team.actors.filter(name="Orla Ven").exists()


def test_an_unnamed_source_speaks_for_somebody_and_keeps_the_words(signed_in, mention):
    sent = {"row_version": 1, "is_unnamed": "1", "speaks_for": "the Harbour  Office"}

    post(signed_in, "speakers", mention, **sent)

    speaker = mention.speakers.get()
    assert (speaker.actor.kind, speaker.words) == ("unnamed", "Orla Venn")
    assert speaker.speaks_for == "the Harbour Office"
    page = signed_in.get(mention.get_absolute_url()).content.decode()
    assert "the Harbour Office" in page


def test_who_takes_a_document_over_is_named(client, team, document, person):
    other = make_member(team, "contributor", name="Ilse Marten")
    sign_in(client, other)
    post(client, "take", document, row_version=1)

    sign_in(client, person)
    page = client.get(document.get_absolute_url()).content.decode()
    stale = post(client, "take", document, row_version=1)
    taken = post(client, "take", document, row_version=2)

    assert "In triage with Ilse Marten" in page
    assert "Take over" in page
    assert (stale.status_code, taken.status_code) == (409, 302)
    document.refresh_from_db()
    assert document.triage_by == person


def test_a_value_set_by_hand_is_told_from_the_engine_s(signed_in, document, mention):
    before = signed_in.get(document.get_absolute_url()).content.decode()
    post(signed_in, "mark", mention, row_version=1, part="cue", start=0, end=4)

    after = signed_in.get(document.get_absolute_url()).content.decode()

    assert "by hand" not in before
    assert after.count("by hand") == 1


@pytest.mark.parametrize(
    "wrong",
    [{"part": "verb"}, {"part": "cue", "at": "7"}, {"part": "cue", "end": 9000}],
)
def test_marking_refuses(signed_in, mention, wrong):
    answer = post(signed_in, "mark", mention, **{"row_version": 1, "start": 0, "end": 4} | wrong)

    assert answer.status_code == 422
    mention.refresh_from_db()
    assert (mention.cue_words, mention.row_version) == ("said", 1)


def test_the_workbench_says_what_was_not_looked_for(client, team, person):
    document = make_document(team, by=person, text="„Die Brücke ist sicher.“", language="en")
    make_run(document, language="de", reach="quotations")
    sign_in(client, person)

    page = client.get(document.get_absolute_url()).content.decode()

    assert "marked as English, but was read as German" in page
    assert "dates and places were not looked for" in page


def test_how_the_speaker_was_found_is_told_once(client, document, signed_in):
    mention = make_mention(document, "the quay is safe", reasons=["reporting verb", "named here"])
    mention.speakers.create(words="Orla Venn", reason="named here")

    page = client.get(mention.get_absolute_url()).content.decode()

    assert "<li>reporting verb</li>" in page
    assert page.count("named here") == 1
