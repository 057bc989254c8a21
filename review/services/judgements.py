"""What is said of an item of evidence, and who said what of it: as its reader may know it."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from actors.models import Actor
from claims.models import Claim
from common.errors import RuleError
from documents.models import Document, Origin
from review.models import Assignment, Evidence
from review.querysets import is_kept
from review.services import keeping
from review.vocabularies import Duty, EvidenceKind
from teams.vocabularies import Access

if TYPE_CHECKING:
    from teams.models import User

# What `visible_to` says of an item.
SHOWN = ("is_concealed", "shown_stance", "shown_credibility", "shown_withdrawn_why")


@dataclass(frozen=True)
class EvidenceDraft:
    """What a person says of one item. Without a title it is named after what it is."""

    axis: str
    stance: str
    kind: str
    title: str = ""
    passage: str = ""
    place: str = ""
    url: str = ""
    document: Document | None = None
    searched_where: str = ""
    searched_words: str = ""
    asked_whom: str = ""
    asked_how: str = ""
    reply_by: date | None = None
    reply_outcome: str = ""
    happened_on: date | None = None
    source: Actor | None = None
    credibility: int | None = None
    origin: Origin | None = None
    access: str = Access.TEAM

    def values(self) -> dict[str, Any]:
        """The columns, texts without spaces around them, those of other kinds left empty."""
        raw = {field.name: getattr(self, field.name) for field in fields(self)}
        clean = {k: v.strip() if isinstance(v, str) else v for k, v in raw.items()}
        for kind, columns in OF_KIND.items():
            if kind != self.kind:
                clean |= {name: EMPTY.get(name, "") for name in columns}
        return clean | {"title": clean["title"][:300] or _title(clean)[:300]}


OF_KIND = {
    EvidenceKind.URL: ("url",),
    EvidenceKind.DOCUMENT: ("document",),
    EvidenceKind.SEARCH: ("searched_where", "searched_words"),
    EvidenceKind.REPLY: ("asked_whom", "asked_how", "reply_by", "reply_outcome"),
}
EMPTY = {"document": None, "reply_by": None}


def _title(values: dict[str, Any]) -> str:
    document = values["document"]
    return {
        EvidenceKind.URL: values["url"],
        EvidenceKind.DOCUMENT: document.title if document else "",
        EvidenceKind.SEARCH: values["searched_where"],
        EvidenceKind.REPLY: values["asked_whom"],
    }.get(values["kind"]) or values["passage"].split("\n")[0][:80]


def see_as(by: "User", evidence: Evidence) -> None:
    """Bring the item up to date, with what `by` sees of it. Raises Evidence.DoesNotExist."""
    rows = Evidence.objects.visible_to(by)
    evidence.refresh_from_db(from_queryset=rows)
    for name, value in rows.filter(pk=evidence.pk).values(*SHOWN).get().items():
        setattr(evidence, name, value)


def others_of_blind(items: Iterable[Evidence], claim: Claim, by: "User") -> set[int]:
    """Ids of those of the claim's `items` that `by` may not change because the round is blind:
    what others added in it, but for its first reviewer. No query outside a blind round.
    """
    if not claim.is_concealing() or _is_first(claim, by):
        return set()
    return {i.pk for i in items if i.round == claim.round and i.added_by_id != by.pk}


def said_of(evidence: Evidence) -> dict[str, Any]:
    """The values of an `EvidenceDraft` as the reader of `evidence` (of `visible_to`) sees them."""
    values = {field.name: getattr(evidence, field.name) for field in fields(EvidenceDraft)}
    shown = {"stance": evidence.shown_stance, "credibility": evidence.shown_credibility}
    return values | shown


def _is_first(claim: Claim, by: "User") -> bool:
    duties = Assignment.objects.open().filter(claim=claim.pk, round=claim.round, person=by.pk)
    return duties.filter(duty=Duty.FIRST).exists()


def judged(
    claim: Claim, evidence: Evidence | None, values: dict[str, Any], *, by: "User"
) -> dict[str, Any]:
    """Who gave stance and credibility, and what others read meanwhile; nothing if both stay."""
    given = (values["stance"], values["credibility"])
    before = (evidence.stance, evidence.credibility) if evidence else ("", None)
    if given == before:
        return {}
    open_to_all = given
    if keeping.is_keeping(claim, by):
        open_to_all = before
        kept = is_kept("judged_by_id", "judged_at")
        if evidence and Evidence.objects.filter(kept, pk=evidence.pk).exists():
            open_to_all = (evidence.open_stance, evidence.open_credibility)
    stance, credibility = open_to_all
    return {
        "judged_by": by,
        "judged_at": timezone.now(),
        "open_stance": stance,
        "open_credibility": credibility,
    }


def leave_judgement(evidence: Evidence, values: dict[str, Any]) -> None:
    """Drop from `values` what is not `by`'s to change. Raises RuleError where they changed it."""
    given = (values.pop("stance"), values.pop("credibility"))
    if given != (evidence.shown_stance, evidence.shown_credibility):
        raise RuleError(judged_by_another())


def judged_by_another() -> str:
    return _(
        "A reviewer has judged this item, which nobody else can read yet: its stance and its "
        "credibility are theirs until the round is over."
    )
