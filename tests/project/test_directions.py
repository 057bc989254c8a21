"""Words from a text say in which language and direction they are read, wherever they are shown."""

import pytest
from django.urls import reverse

from common.templatetags.ui import in_language, isolated
from tests.factories.claims import make_claim, make_mention
from tests.factories.documents import make_document
from tests.factories.review import make_desk, make_evidence
from tests.factories.search import index_all
from tests.factories.teams import sign_in

TEXT = "قال الوزير إن الجسر آمن"
CONTENT = "الجسر آمن"
ARABIC = 'lang="ar" dir="rtl"'


@pytest.mark.parametrize(
    ("code", "drawn"),
    [
        ("ar", ARABIC),
        ("he-IL", 'lang="he-IL" dir="rtl"'),
        ("de", 'lang="de" dir="auto"'),
        ("", 'dir="auto"'),
        ('"><b>', 'lang="&quot;&gt;&lt;b&gt;" dir="auto"'),
    ],
)
def test_language_and_direction(code, drawn):
    assert in_language(code) == drawn


def test_a_mail_keeps_the_direction_of_words_to_them():
    assert isolated("The bridge") == "The bridge"
    assert isolated(CONTENT) == f"\u2068{CONTENT}\u2069"


@pytest.mark.django_db
def test_workbench_claim_and_search_say_it(client):
    desk = make_desk()
    document = make_document(desk.team, by=desk.lead, text=TEXT, language="ar", title="الجسر")
    mention = make_mention(document, CONTENT, source="الوزير", cue="قال")
    make_mention(document, TEXT)
    claim = make_claim(desk.team, by=desk.lead, mention=mention)
    make_evidence(claim, by=desk.lead, kind="document", document=document, passage=CONTENT)
    index_all()
    sign_in(client, desk.lead)
    found = reverse("search:results", args=[desk.team.slug])

    bench = client.get(document.get_absolute_url()).text
    page = client.get(claim.get_absolute_url()).text
    results = client.get(found, {"q": CONTENT}).text

    assert f'<div class="doc" id="doc" {ARABIC}' in bench
    assert bench.count(f'<p class="what mb-1" {ARABIC}>') == 1
    assert bench.count(f'<span class="what" {ARABIC}>') == 1
    assert page.count(f"<blockquote {ARABIC}>") == 2
    assert results.count(ARABIC) >= 2
