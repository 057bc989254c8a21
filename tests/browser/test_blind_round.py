"""Three people at one server while a claim is in blind second review: who finds the first verdict?"""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from claims.models import Claim
from claims.vocabularies import ClaimState
from review import mailing, services
from search.registry import GROUPS
from teams.models import User
from teams.vocabularies import NewsMail
from tests.browser.test_review import claim_in, fill_in, reasons
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db(transaction=True)

# Words that stand nowhere else: people search for one, and must not find the other beside it.
SOUGHT, MARK = "ofenwarm", "zwiebelkuchen"
# What draws the verdict of a review, a decision or evidence: codes and words alone stand in forms.
DRAWN = ("stance-head h-red", '<span class="chip h-red', 'value="contradicted" checked')
LINK = re.compile(r'(?:href|hx-get|action)="([^"#]+)')
MOST = 250  # addresses; there are fewer than two hundred


def test_nobody_finds_the_first_verdict_while_the_second_is_blind(opened):
    desk = make_desk("blind")
    claim = claim_in(ClaimState.TO_CHECK, desk, "blind")
    for person in (desk.lead, desk.viewer, desk.second):
        User.objects.filter(pk=person.pk).update(news_mail=NewsMail.AT_ONCE)
        services.watch(subject=claim, by=person)
    User.objects.filter(pk=desk.lead.pk).update(is_staff=True)
    services.take(claim=claim, by=desk.first, row_version=claim.row_version)
    own = opened(desk.first, claim.get_absolute_url())
    others = [opened(person, claim.get_absolute_url()) for person in (desk.second, desk.lead)]

    fill_in(own, holds="Contradicted")
    reasons(own).fill(f"The harbour log says otherwise, {SOUGHT} {MARK}.")
    own.get_by_label("Why nobody was asked for a reply").fill(f"They are gone, {MARK}.")
    own.get_by_role("button", name="Seal and send to second review").click()
    expect(own.get_by_text(MARK).first).to_be_visible()

    assert Claim.objects.get(pk=claim.pk).state == ClaimState.SECOND_REVIEW
    mailing.send_news(timezone.now())
    assert {each.to[0] for each in mail.outbox} == {
        person.email for person in (desk.lead, desk.viewer, desk.second)
    }
    assert MARK not in str([(each.subject, each.body, each.alternatives) for each in mail.outbox])
    for page in others:
        page.reload()
        assert MARK not in page.content()
        seen = everything_reached(page, desk.team.slug)
        assert len(seen) > 30
        assert {address for address, text in seen.items() if is_told(text)} == set()


def is_told(text):
    return MARK in text.lower() or any(trace in text for trace in DRAWN)


def everything_reached(page, team):
    """Address → what is answered, from the pages of a team and its API through every link on them."""
    api = f"/api/v1/t/{team}/"
    names = ("documents", "mentions", "claims", "actors", "evidence", "reviews", "events")
    waiting = [f"/t/{team}/", f"/t/{team}/search/?q={SOUGHT}", f"/t/{team}/notifications/"]
    waiting += ["/admin/"]
    waiting += [f"{api}{name}" for name in names]
    waiting += [f"{api}search?kind={each}&q={SOUGHT}" for each in GROUPS]
    waiting += [f"{api}claims/export?format={each}" for each in ("csv", "json", "ndjson")]
    seen = {}
    while waiting and len(seen) < MOST:
        address = waiting.pop()
        if address in seen or not address.startswith((f"/t/{team}/", api, "/admin/")):
            continue
        if shows_no_more(address):
            continue
        answer = page.request.get(address)
        seen[address] = text = answer.text() if answer.ok else ""
        waiting += [path_of(urljoin(address, link)) for link in LINK.findall(text)]
    assert not waiting, "more addresses than this test goes through"
    return seen


def shows_no_more(address):
    """Other orders of a list, and two filters at once."""
    if "/search" in address:
        return False
    return "&" in address or ("/admin/" in address and "?" in address)


def path_of(address):
    parts = urlsplit(address.replace("&amp;", "&"))
    if parts.netloc not in ("", urlsplit(settings.SITE_URL).netloc):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
