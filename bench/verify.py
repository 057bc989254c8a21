"""How quick `verify_history` is at 200,000 claims, and that its memory does not grow with them.

    python -m bench.verify [--claims 200000] [--on sqlite|postgres] [--folder DIR]

Fills a team in bulk, one claim in ten with a mention, one in a thousand decided by the services;
runs the command at a tenth of the claims and at all of them, and prints rows per second and the
peak of its own memory for each (pages of the database that the system maps in are not its own).
Ends with 1 if it finds a break or needs more than a quarter and 20 MB more memory for all. All is
written to a scratch folder, which is kept if --folder names it.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.serving import ROOT, database

BATCH = 2000
PER_MENTION = 10
DECIDED = 1000
SLUG = "bench"
SENTENCE = "The harbour office of Tarn said that gate {} was shut at dawn."


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--on", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--folder", type=Path)
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="corroborate-bench-"))
    try:
        with database(folder, postgres=chosen.on == "postgres"):
            few = measure(filled(chosen.claims // 10))
            many = measure(filled(chosen.claims))
        grown = many > few * 1.25 + 20
        print(f"peak memory {few:.0f} MB, then {many:.0f} MB: {'grown' if grown else 'flat'}")
        return int(grown)
    finally:
        if not chosen.folder:
            shutil.rmtree(folder, ignore_errors=True)


def filled(wanted: int) -> int:
    """Bring the team to so many claims; answers how many there are."""
    from django.core.management import call_command

    from claims.models import Claim
    from history import registry
    from teams.models import Team

    began = time.perf_counter()
    # The index of the search is not what is measured here.
    registry._followers.clear()
    call_command("migrate", verbosity=0)
    team = Team.objects.filter(slug=SLUG).first() or people()
    while (there := Claim.objects.filter(team=team).count()) < wanted:
        claims = fill(team, there, min(BATCH, wanted - there))
        for claim in claims[::DECIDED]:
            decide(claim)
    print(f"{wanted} claims, filled in {time.perf_counter() - began:.0f} s", flush=True)
    return wanted


def people() -> Any:
    from teams import services
    from teams.models import Membership, User

    lead = User.objects.create(email="lead@ostrel.example", name="Lead")
    team = services.create_team(name="Bench", lead=lead, slug=SLUG, task="bench")
    other = User.objects.create(email="second@ostrel.example", name="Second")
    invited = services.invite(team=team, email=other.email, role="reviewer", by=lead)
    services.accept_invitation(secret=invited.secret, by=other)
    assert Membership.objects.filter(team=team).count() == 2
    return team


def fill(team: Any, start: int, count: int) -> Sequence[Any]:
    """So many claims, in one transaction with an event for each; every tenth from a mention."""
    from django.db import transaction

    from actors.models import Actor
    from claims.models import Claim, ClaimMention, ClaimSpeaker
    from history.services import Change, Where, record

    lead = team.memberships.earliest("pk").user
    with transaction.atomic():
        actor = Actor.objects.filter(team=team).first() or Actor.objects.create(
            team=team, kind="government", name="Harbour office", folded="harbour office",
            added_by=lead,
        )  # fmt: skip
        document, mentions = _text(team, lead, start, count)
        claims = Claim.objects.bulk_create(
            Claim(team=team, added_by=lead, confirmed_by=lead,
                  made_in=None if number % PER_MENTION else document,
                  statement=SENTENCE.format(start + number))
            for number in range(count)
        )  # fmt: skip
        ClaimSpeaker.objects.bulk_create(ClaimSpeaker(claim=c, actor=actor) for c in claims)
        ClaimMention.objects.bulk_create(
            ClaimMention(claim=claim, mention=mention, state="confirmed", is_origin=True, by=lead)
            for claim, mention in zip(claims[::PER_MENTION], mentions, strict=True)
        )
        changes = [Change("document.added", document)] + [
            Change("claim.created", claim, after={"statement": claim.statement},
                   where=Where(claim=claim.pk, document=claim.made_in_id, round=1))
            for claim in claims
        ]  # fmt: skip
        record(*changes, team_id=team.pk, by=lead)
    return claims


def _text(team: Any, lead: Any, start: int, count: int) -> tuple[Any, list[Any]]:
    """A document of a sentence for every tenth claim, and the mentions in it."""
    from django.utils import timezone

    from claims.models import Mention
    from documents.models import Document, DocumentVersion
    from documents.texts import sha256

    sentences = [SENTENCE.format(start + each) for each in range(0, count, PER_MENTION)]
    text = " ".join(sentences)
    document = Document.objects.create(
        team=team, added_by=lead, title=sentences[0], processing="ready"
    )
    version = DocumentVersion.objects.create(
        document=document, number=1, text=text, text_sha256=sha256(text),
        raw_sha256=sha256(text), made="pasted", made_by=lead,
    )  # fmt: skip
    made, place = [], 0
    for sentence in sentences:
        content = sentence.partition(" that ")[2].rstrip(".")
        begin = place + sentence.index(content)
        made.append(Mention(
            team=team, document=document, version=version, made_by=lead, start=begin,
            content_spans=[[begin, begin + len(content)]], content_words=content,
            mode="indirect", curation="accepted", curated_by=lead, curated_at=timezone.now(),
        ))  # fmt: skip
        place += len(sentence) + 1
    return document, Mention.objects.bulk_create(made)


def decide(claim: Any) -> None:
    """By the services, as people would: evidence, a sealed review, a signature."""
    from datetime import timedelta

    from django.utils import timezone

    from review import services
    from review.services import EvidenceDraft, ReviewDraft

    claim.refresh_from_db()
    first, second = (each.user for each in claim.team.memberships.order_by("pk"))
    services.mark_to_check(claim=claim, priority="normal", by=first, row_version=claim.row_version)
    services.take(claim=claim, by=first, row_version=claim.row_version)
    item = EvidenceDraft(axis="holds", stance="supports", kind="note", passage="The log says so.")
    note = services.add_evidence(claim=claim, item=item, by=first)
    draft = ReviewDraft(
        said="reported", said_confidence="high", holds="corroborated", holds_confidence="high",
        rationale="The log of the gate has it.", cited={note.pk: note.row_version},
        stands_alone=True, as_of=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    services.submit_review(claim=claim, draft=draft, by=first, row_version=claim.row_version)
    if claim.state != "decided":
        services.sign(claim=claim, by=second, row_version=claim.row_version)


def measure(claims: int) -> float:
    """Run the command; print its figures, and answer the peak of its memory in MB."""
    command = [sys.executable, "-W", "ignore", "manage.py", "verify_history", "--team", SLUG]
    with tempfile.TemporaryFile("w+") as said:
        child = subprocess.Popen(
            command, cwd=ROOT, env=os.environ, stdout=said, stderr=subprocess.DEVNULL
        )
        peak = _peak(child)
        if child.returncode:
            sys.exit(f"verify_history ended with {child.returncode}")
        said.seek(0)
        figures = re.search(r"(\d+) rows held against the history in ([\d.]+) s", said.read())
    rows, seconds = figures.groups() if figures else ("0", "1")
    pace = int(rows) / float(seconds)
    print(f"{claims} claims: {rows} rows in {seconds} s, {pace:.0f} rows a second, {peak:.0f} MB",
          flush=True)  # fmt: skip
    return peak


def _peak(child: subprocess.Popen) -> float:
    """Wait for the process; the most memory in MB that was its own, as the system tells it."""
    peak = 0
    while child.poll() is None:
        try:
            told = Path(f"/proc/{child.pid}/status").read_text()
        except OSError:
            break
        found = re.search(r"RssAnon:\s+(\d+)", told)
        peak = max(peak, int(found[1]) if found else 0)
        time.sleep(0.1)
    child.wait()
    return peak / 1024


if __name__ == "__main__":
    sys.exit(main())
