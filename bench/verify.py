"""How quick `verify_history` is at 200,000 claims, and that its memory does not grow with them.

    python -m bench.verify [--claims 200000] [--on sqlite|postgres] [--folder DIR]

Fills a team in bulk, one claim in a thousand decided by the services, runs the command at a tenth
of the claims and at all of them, and prints rows per second and the peak of its memory for each.
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

BATCH = 1000
PER_DOCUMENT = 50
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
    """So many claims of mentions in documents, in one transaction with an event for each row."""
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
        documents, mentions = _texts(team, lead, start, count)
        claims = Claim.objects.bulk_create(
            Claim(team=team, added_by=lead, made_in=mention.document,
                  statement=mention.content_words, confirmed_by=lead)
            for mention in mentions
        )  # fmt: skip
        pairs = list(zip(claims, mentions, strict=True))
        ClaimSpeaker.objects.bulk_create(ClaimSpeaker(claim=c, actor=actor) for c in claims)
        ClaimMention.objects.bulk_create(
            ClaimMention(claim=c, mention=m, state="confirmed", is_origin=True, by=lead)
            for c, m in pairs
        )
        changes = [Change("document.added", each) for each in documents]
        changes += [
            Change("claim.created", claim, after={"statement": claim.statement},
                   where=Where(claim=claim.pk, document=mention.document_id, round=1))
            for claim, mention in pairs
        ]  # fmt: skip
        record(*changes, team_id=team.pk, by=lead)
    return claims


def _texts(team: Any, lead: Any, start: int, count: int) -> tuple[list[Any], list[Any]]:
    from django.utils import timezone

    from claims.models import Mention
    from documents.models import Document, DocumentVersion
    from documents.texts import sha256

    sentences = [SENTENCE.format(start + each) for each in range(count)]
    parts = [sentences[at : at + PER_DOCUMENT] for at in range(0, count, PER_DOCUMENT)]
    documents = Document.objects.bulk_create(
        Document(team=team, added_by=lead, title=part[0], processing="ready") for part in parts
    )
    texts = [" ".join(part) for part in parts]
    versions = DocumentVersion.objects.bulk_create(
        DocumentVersion(document=document, number=1, text=text, text_sha256=sha256(text),
                        raw_sha256=sha256(text), made="pasted", made_by=lead)
        for document, text in zip(documents, texts, strict=True)
    )  # fmt: skip
    made = []
    for version, part in zip(versions, parts, strict=True):
        place = 0
        for sentence in part:
            content = sentence.partition(" that ")[2].rstrip(".")
            begin = place + sentence.index(content)
            made.append(Mention(
                team=team, document=version.document, version=version, made_by=lead, start=begin,
                content_spans=[[begin, begin + len(content)]], content_words=content,
                mode="indirect", curation="accepted", curated_by=lead, curated_at=timezone.now(),
            ))  # fmt: skip
            place += len(sentence) + 1
    return documents, Mention.objects.bulk_create(made)


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
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, text=True)
    said = child.stdout.read() if child.stdout else ""
    _pid, status, usage = os.wait4(child.pid, 0)
    if status:
        sys.exit(f"verify_history ended with {os.waitstatus_to_exitcode(status)}")
    figures = re.search(r"(\d+) rows held against the history in ([\d.]+) s, (\d+) rows", said)
    rows, seconds, pace = figures.groups() if figures else ("?", "?", "?")
    peak = usage.ru_maxrss / 1024
    print(f"{claims} claims: {rows} rows in {seconds} s, {pace} rows a second, {peak:.0f} MB")
    return peak


if __name__ == "__main__":
    sys.exit(main())
