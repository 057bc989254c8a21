"""The main job in a real browser: an article becomes a decided claim, by four people's hands.

The article is the file that SEED_ARTICLE names; by default the seed article beside the checkout,
and where there is none the invented one of the product.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from claims import services as claims
from claims.models import Claim
from claims.vocabularies import ClaimState as S
from claims.vocabularies import Curation, Kind
from documents import sample, services, texts
from documents.drafts import DocumentDraft
from documents.models import Document
from history.services import verify
from jobs import running
from jobs.models import Job
from review.models import Decision, Review
from tests.browser.test_review import choose, press, reasons, sure
from tests.factories.teams import PASSWORD, make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
SEED = Path(os.environ.get("SEED_ARTICLE") or ROOT / "../shared/data/seed/seed_article.txt")
LOG = "Log of the quay"
FIRST_REASONS = "Two origins tell of it, and the log of the quay has the hour."
SECOND_REASONS = "I read the log myself: the hour stands there."


@pytest.fixture(scope="module")
def article():
    if SEED.exists():
        return SEED.read_text()
    print(f"{SEED} is not here: the invented article stands in for it.")
    return sample.TEXT


@pytest.fixture
def team(transactional_db):
    return make_team("Port desk", second_review_normal="blind", second_review_high="blind")


@pytest.fixture
def signed_in(new_page, sign_in, team):
    """`signed_in("reviewer")`: a browser of a new person of that role, and who it is."""

    def make(role):
        person, page = make_member(team, role, password=PASSWORD), new_page()
        sign_in(page, person, PASSWORD)
        return page, person

    return make


def paste(page, team, text):
    """Add the article by its form; answers once its claims are marked on the workbench."""
    page.goto(f"/t/{team.slug}/documents/")
    page.get_by_role("link", name=re.compile("^Add")).first.click()
    page.get_by_role("textbox", name="Text of an article").fill(text)
    page.get_by_role("button", name="Find the claims").click()
    expect(page.locator("article.mention-on")).to_be_visible(timeout=60_000)
    return Document.objects.get()


def triage(page, document):
    """Four mentions by keys and by mouse; the fourth, a fact, is to be checked."""
    done, total = page.locator("#bench-head .num"), document.mentions.counted().count()
    assert total >= 5
    expect(done).to_have_text(f"0 of {total}")
    press(page, "a")
    expect(done).to_have_text(f"1 of {total}")
    page.keyboard.press("r")
    page.keyboard.press("r")
    expect(done).to_have_text(f"2 of {total}")
    page.get_by_role("button", name="Accept").click()
    expect(done).to_have_text(f"3 of {total}")

    mentions = list(document.mentions.counted().order_by("start", "pk"))
    fact = next(m for m in mentions if m.curation == Curation.PROPOSED and m.kind == Kind.FACT)
    page.get_by_role("link", name=f"Mention {mentions.index(fact) + 1}, proposed").click()
    expect(page.locator("article.mention-on .what")).to_have_text(
        " ".join(fact.content_words.split())
    )
    page.keyboard.press("c")
    expect(done).to_have_text(f"4 of {total}")
    return Claim.objects.get(state=S.TO_CHECK)


def open_from_my_work(page, claim):
    page.goto(f"/t/{claim.team.slug}/my-work/")
    page.locator("a.task", has_text=" ".join(claim.statement.split())[:60]).first.click()
    expect(page.locator("#h-statement")).to_have_text(" ".join(claim.statement.split()))


def add_note(page, title):
    """An item of evidence by the form that a key opens; it comes back ticked as cited."""
    press(page, "n")
    page.locator("#e-kind").select_option("note")
    page.get_by_label("What it is").fill(title)
    page.get_by_label("Passage").fill("An entry at 16:52, in the watchman's hand.")
    page.get_by_role("button", name="Add it").click()
    expect(cite(page, title)).to_be_checked()


def cite(page, title):
    return page.locator("article.evidence", has_text=title).get_by_label("Cite")


def judge(page, words, *, holds):
    choose(page, "said", "Reported")
    sure(page, "said", "Moderate")
    choose(page, "holds", holds)
    sure(page, "holds", "High")
    reasons(page).click()
    page.keyboard.type(words)


def seal(page, button):
    """With the keyboard, once nothing is missing any more."""
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    page.get_by_role("button", name=button).press("Enter")


def first_review(page, claim):
    open_from_my_work(page, claim)
    press(page, "t")
    page.get_by_label("The statement stands alone").check()
    add_note(page, LOG)
    judge(page, FIRST_REASONS, holds="Corroborated")
    seal(page, "Seal and send to second review")
    expect(page.get_by_text("Your review is sealed.")).to_be_visible()


def blind_review(page, claim, *, holds):
    """The second review, by somebody who is shown nothing of the first."""
    open_from_my_work(page, claim)
    assert_nothing_of_the_first(page)
    press(page, "t")
    expect(page.get_by_role("heading", name="Your blind second review")).to_be_visible()
    assert_nothing_of_the_first(page)
    cite(page, LOG).check()
    judge(page, SECOND_REASONS, holds=holds)
    seal(page, "Seal the second review")
    expect(page.get_by_text("Your second review is sealed.")).to_be_visible()


def assert_nothing_of_the_first(page):
    assert FIRST_REASONS not in page.content()
    assert (
        page.locator("article.sealed, .verdict, input[type=radio][name=holds]:checked").count() == 0
    )
    expect(page.get_by_role("heading", name="Stance concealed")).to_be_visible()


def test_an_article_becomes_a_decided_claim(signed_in, team, article, worker):
    contributor, _person = signed_in("contributor")
    first, first_person = signed_in("reviewer")
    second, second_person = signed_in("reviewer")

    document = paste(contributor, team, article)
    claim = triage(contributor, document)
    first_review(first, claim)
    blind_review(second, claim, holds="Corroborated")

    claim.refresh_from_db()
    decision = Decision.objects.get(claim=claim)
    assert (claim.state, claim.said, claim.holds) == (S.DECIDED, "reported", "corroborated")
    assert (decision.review.reviewer, decision.second_by) == (first_person, second_person)
    first.reload()
    for page in (first, second):
        shown = page.locator(".verdict")
        expect(shown).to_have_count(2)
        expect(shown.nth(1)).to_contain_text("Corroborated")
        assert SECOND_REASONS in page.content()
    assert verify(team.pk).broken_at is None


def claim_of(article, team):
    """A fact of the article, to check: read and accepted without a browser."""
    by = make_member(team, "contributor")
    services.add_document(team=team, draft=DocumentDraft(), source=texts.pasted(article), by=by)
    running.run(Job.objects.get().pk)
    document = Document.objects.get()
    fact = document.mentions.filter(kind=Kind.FACT, curation=Curation.PROPOSED).first()
    return claims.accept_mention(mention=fact, by=by, row_version=fact.row_version, to_check=True)


def test_reviews_that_differ_are_settled_by_both(signed_in, team, article):
    claim = claim_of(article, team)
    first, first_person = signed_in("reviewer")
    second, second_person = signed_in("reviewer")
    first_review(first, claim)

    blind_review(second, claim, holds="Disputed")

    assert Claim.objects.get(pk=claim.pk).state == S.DIFFERING
    first.reload()
    for page in (first, second):
        expect(page.locator("article.sealed")).to_have_count(2)
    cite(first, LOG).check()
    judge(first, "We read the log together.", holds="Corroborated")
    first.get_by_label("What settled it").fill("The watchman's second entry")
    seal(first, "Sign and propose")
    expect(first.get_by_text("Your joint review waits for the other signature.")).to_be_visible()
    second.reload()
    second.get_by_text("Sign the joint review").first.click()
    second.get_by_role("button", name="Sign the joint review").click()

    expect(second.get_by_text("Signed. The decision is in force.")).to_be_visible()
    expect(second.locator(".verdict").nth(1)).to_contain_text("Corroborated")
    claim.refresh_from_db()
    joint = Review.objects.get(claim=claim, duty="joint")
    assert (claim.state, claim.holds) == (S.DECIDED, "corroborated")
    assert claim.decisions.get().review == joint
    assert {each.by for each in joint.signatures.all()} == {first_person, second_person}
