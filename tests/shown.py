"""Which pages `tests.screenshots` takes, at the addresses that they have in this demo."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from actors.models import Actor
from claims import services as claims
from claims.models import Claim
from documents.models import Document
from teams import services as teams
from teams.models import User

ELSEWHERE = "north-desk"
First = Callable[[Page], None]
_hours = count(3)


def nothing(_page: Page) -> None:
    """Most pages are taken as they come."""


def pressing(key: str, shows: str) -> First:
    """Press a key once the page's scripts listen, and wait for what it opens."""

    def press(page: Page) -> None:
        page.wait_for_load_state("networkidle")
        page.keyboard.press(key)
        page.locator(shows).first.wait_for()

    return press


@dataclass(frozen=True)
class Shot:
    """One page: who looks at which address, and what they do there first."""

    name: str
    person: str
    path: str
    first: First = nothing


def shots_of_the_demo() -> list[Shot]:
    lead = User.objects.get(email="amira@velmar.example")
    teams.create_team(name="North Desk", slug=ELSEWHERE, lead=lead, task="screenshots")
    return [
        *of_lists(),
        *of_documents(),
        *of_claims(),
        *of_histories(),
        *of_talk(),
        *of_search(),
        *of_actors(),
        *of_leads(),
        *of_accounts(),
        *of_nothing(),
        *in_german(),
    ]


def of_histories() -> list[Shot]:
    document = Document.objects.filter(team__slug="demo", title__contains="Night shift").first()
    return [
        Shot("history-claim", "ilse", at("review:claim_history", claim("340 people").pk)),
        Shot("history-blind", "nadia", at("review:claim_history", claim("asked Arn").pk)),
        Shot("history-document", "tomas", at("review:document_history", document.pk)),
        Shot("history-team", "amira", at("review:team_history")),
        Shot("history-nothing-fits", "kofi", f"{at('review:team_history')}?at_to=2001-02-03"),
        Shot("history-check", "amira", at("review:history_checks")),
        Shot("history-new-team", "amira", at("review:team_history", team=ELSEWHERE)),
        Shot("agreement", "kofi", f"{at('review:agreement')}?show=settled:open"),
        Shot("agreement-new-team", "amira", at("review:agreement", team=ELSEWHERE)),
    ]


def of_talk() -> list[Shot]:
    document = Document.objects.filter(team__slug="demo", publisher__name="Tressin Daily").get()
    untouched = Document.objects.filter(team__slug="demo", title__contains="Mast at Kelm").get()
    return [
        Shot("notifications", "ilse", at("review:notifications")),
        Shot("notifications-none", "oskar", at("review:notifications")),
        Shot("comments", "ilse", at("review:document_comments", document.pk)),
        Shot("comments-none", "oskar", at("review:document_comments", untouched.pk)),
    ]


def of_search() -> list[Shot]:
    found, filtered = at("search:results"), at("claims:list")
    return [
        Shot("search", "kofi", f"{found}?q=letters"),
        Shot("search-nothing", "kofi", f"{found}?q=zeppelin"),
        Shot("claims-filtered", "kofi", f"{filtered}?state=in_review&q=gate"),
        Shot("claims-nothing", "kofi", f"{filtered}?q=zeppelin"),
        Shot("saved-views", "kofi", at("claims:views")),
        Shot("claims-view", "kofi", f"{filtered}?state=decided", open_a_view),
        Shot("precision", "kofi", at("claims:precision")),
    ]


def open_a_view(page: Page) -> None:
    page.get_by_role("navigation", name="Saved views").get_by_text("To publish").click()


def at(name: str, *args: int, team: str = "demo") -> str:
    return reverse(name, args=[team, *args])


def of_lists() -> list[Shot]:
    return [
        Shot("sign-in", "", reverse("account_login")),
        Shot("my-work", "kofi", at("review:my_work")),
        Shot("my-work-contributor", "nadia", at("review:my_work")),
        Shot("my-work-nothing", "oskar", at("review:my_work")),
        Shot("documents", "nadia", at("documents:list")),
        Shot("claims", "kofi", at("claims:list")),
        Shot("actors", "kofi", at("actors:list")),
        Shot("teams", "amira", reverse("teams:list")),
        Shot("help", "oskar", at("teams:help")),
    ]


def of_documents() -> list[Shot]:
    def bench(name: str, person: str, words: str, first: First = nothing) -> Shot:
        document = Document.objects.filter(team__slug="demo", title__contains=words).earliest("pk")
        return Shot(name, person, at("claims:workbench", document.pk), first)

    shared = Document.objects.filter(team__slug="demo", publisher__name__contains="Kest").get()
    untouched = bench("workbench-untouched", "nadia", "Mast at Kelm")
    return [
        Shot("add", "nadia", at("documents:add")),
        Shot("add-refused", "nadia", at("documents:add"), add_nothing),
        Shot("document", "nadia", at("documents:detail", shared.pk)),
        untouched,
        bench("workbench-half", "tomas", "Night shift"),
        bench("workbench-done", "nadia", "Ostrel gate"),
        bench("workbench-keys", "nadia", "Mast at Kelm", pressing("?", "dialog[open]")),
        bench(
            "workbench-reject", "nadia", "Mast at Kelm", pressing("r", "details[open] .menu-panel")
        ),
        *(
            replace(untouched, name=f"workbench-{does}", path=f"{untouched.path}?do={does}")
            for does in ("speaker", "edit", "split", "attach")
        ),
    ]


def of_claims() -> list[Shot]:
    def page(name: str, person: str, words: str) -> Shot:
        return Shot(f"claim-{name}", person, at("review:claim", claim(words).pk))

    in_review = at("review:claim", claim("first request of the ministry").pk)
    return [
        page("to-check", "tomas", "Marta Venn knew"),
        page("in-review", "kofi", "first request of the ministry"),
        page("blind-second", "ilse", "asked Arn Waterworks twice"),
        page("blind-from-outside", "nadia", "asked Arn Waterworks twice"),
        page("to-sign", "kofi", "bearing of the main gate"),
        page("returned", "kofi", "Nothing was stolen"),
        page("differing", "kofi", "received any letter"),
        page("decided", "amira", "tested in September"),
        page("needs-a-look", "ilse", "did not move between"),
        page("reopened", "ilse", "340 people"),
        page("protected", "nadia", "A lamp in the control room"),
        Shot("claim-next", "kofi", at("review:claim", claim("Nothing was stolen").pk) + "?done=1"),
        Shot("claim-evidence", "kofi", in_review, pressing("n", "#add-evidence form")),
        Shot("claim-edit", "kofi", at("review:edit", claim("Nothing was stolen").pk)),
        Shot("claim-conflict", "nadia", at("review:edit", claim("No siren").pk), too_late),
    ]


def claim(words: str) -> Claim:
    return Claim.objects.get(team__slug="demo", statement__contains=words)


def too_late(page: Page) -> None:
    """Save a statement that somebody else has changed since the page was opened."""
    row = claim("No siren")
    claims.edit_claim(
        claim=row,
        by=User.objects.get(email="kofi@velmar.example"),
        row_version=row.row_version,
        changes={"statement": f"No siren sounded in Lower Tessin before {next(_hours)} o’clock."},
    )
    field = page.locator("textarea[name=statement]")
    field.fill("No siren sounded in Lower Tessin between midnight and six.")
    page.locator("main form[method=post] button[type=submit]").last.click()


def add_nothing(page: Page) -> None:
    """Add a document without a text, past what the browser itself refuses."""
    form = page.locator("main form[method=post]").first
    form.evaluate("form => { form.noValidate = true; }")
    form.locator("button[type=submit]").last.click()


def of_actors() -> list[Shot]:
    def page(name: str, person: str, words: str) -> Shot:
        actor = Actor.objects.get(team__slug="demo", name=words)
        return Shot(f"actor-{name}", person, at("actors:detail", actor.pk))

    return [
        page("person", "kofi", "Teodor Lask"),
        page("assessed", "kofi", "Arn Waterworks"),
        page("protected", "nadia", "Jonas Weil"),
        page("protected-lead", "amira", "Jonas Weil"),
        Shot("actor-add", "kofi", at("actors:add")),
    ]


def of_leads() -> list[Shot]:
    return [
        Shot("settings", "amira", at("teams:settings")),
        Shot("account", "amira", reverse("teams:account")),
        Shot("admin", "amira", reverse("admin:index")),
        Shot("admin-claims", "amira", reverse("admin:claims_claim_changelist")),
        Shot("admin-actor", "amira", reverse("admin:actors_actor_changelist")),
        Shot("api-docs", "amira", reverse("api:docs")),
    ]


def of_accounts() -> list[Shot]:
    return [
        Shot("sessions", "amira", reverse("usersessions_list")),
        Shot("second-factor", "amira", reverse("mfa_activate_totp"), say_the_password),
        Shot("no-such-page", "amira", "/nowhere/"),
    ]


def say_the_password(page: Page) -> None:
    """Pages about signing in ask who is there."""
    if "reauthenticate" in page.url:
        page.locator("input[type=password]").fill(settings.DEMO_PASSWORD)
        page.locator("form button[type=submit]").first.click()
        page.locator(".qr").wait_for()


def in_german() -> list[Shot]:
    """What a person reads who has chosen German: last, as Tomas keeps it."""
    document = Document.objects.filter(team__slug="demo", title__contains="Night shift").earliest(
        "pk"
    )
    pages = {
        "my-work": at("review:my_work"),
        "claims": at("claims:list"),
        "claim": at("review:claim", claim("Marta Venn knew").pk),
        "workbench": at("claims:workbench", document.pk),
        "help": at("teams:help"),
    }
    return [Shot(f"german-{name}", "tomas", path, choose_german) for name, path in pages.items()]


def choose_german(page: Page) -> None:
    User.objects.filter(email="tomas@velmar.example").update(language="de")
    page.reload()


def of_nothing() -> list[Shot]:
    pages = {"start": "teams:start", "my-work": "review:my_work", "documents": "documents:list"}
    pages |= {"claims": "claims:list", "actors": "actors:list", "views": "claims:views"}
    return [
        Shot(f"new-team-{name}", "amira", at(url, team=ELSEWHERE)) for name, url in pages.items()
    ]
