"""What an event changed, field by field: before and after in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf.locale import LANG_INFO
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from claims.vocabularies import Polarity, holds_question
from common.signs import label_of

if TYPE_CHECKING:
    from review.selectors.naming import Names

Content = dict[str, Any] | None
Words = Callable[[Any, "Names"], str]
LONGEST = 600


@dataclass(frozen=True)
class Difference:
    """One field that changed. `before` or `after` is "" where there was or is nothing."""

    label: str
    before: str
    after: str


def differences(content: Content, names: "Names") -> list[Difference]:
    """The fields that `content` says were changed, with words for before and after.

    Nothing for an event that only tells what there is now.
    """
    before, after = (content or {}).get("before") or {}, (content or {}).get("after") or {}
    if not before:
        return []
    found = []
    for name, (label, words) in FIELDS.items():
        if name not in after:
            continue
        if name == "holds" and after.get("of_denial"):
            label = holds_question(Polarity.DENIED)
        old, new = words(before.get(name), names), words(after.get(name), names)
        if old != new:
            found.append(Difference(str(label), old[:LONGEST], new[:LONGEST]))
    return found


def _text(value: Any, names: "Names") -> str:
    return "" if value is None else str(value)


def _code(value: Any, names: "Names") -> str:
    return label_of(value) if value else ""


def _day(value: Any, names: "Names") -> str:
    try:
        return date_format(date.fromisoformat(value), "j M Y") if value else ""
    except (TypeError, ValueError):
        return str(value)


def _words(value: Any, names: "Names") -> str:
    return (
        ", ".join(str(each) for each in value) if isinstance(value, list) else _text(value, names)
    )


def _person(value: Any, names: "Names") -> str:
    return names.person(value)


def _people(value: Any, names: "Names") -> str:
    people = value if isinstance(value, list) else []
    return ", ".join(filter(None, (names.person(each) for each in people)))


def _actor(value: Any, names: "Names") -> str:
    return str(names.actors.get(value, "")) if value else ""


def _document(value: Any, names: "Names") -> str:
    return str(names.documents.get(value, "")) if value else ""


def _speakers(value: Any, names: "Names") -> str:
    rows = value if isinstance(value, list) else []
    told = [_actor(row.get("actor"), names) or row.get("words", "") for row in rows]
    return ", ".join(filter(None, told))


def _language(value: Any, names: "Names") -> str:
    return str(LANG_INFO.get(value, {}).get("name_local", value or ""))


def _stands_alone(value: Any, names: "Names") -> str:
    return _("said to stand alone") if value else _("a draft")


# In the order in which they are told.
FIELDS: dict[str, tuple[Any, Words]] = {
    "name": (lazy("Name"), _text),
    "statement": (lazy("Statement"), _text),
    "confirmed_by": (lazy("The statement"), _stands_alone),
    "speakers": (lazy("Speakers"), _speakers),
    "title": (lazy("Title"), _text),
    "kind": (lazy("Kind"), _code),
    "polarity": (lazy("Polarity"), _code),
    "mode": (lazy("Speech"), _code),
    "axis": (lazy("Question"), _code),
    "stance": (lazy("Stance"), _code),
    "passage": (lazy("Passage"), _text),
    "place": (lazy("Place in it"), _text),
    "url": (lazy("Web address"), _text),
    "document": (lazy("Document"), _document),
    "source": (lazy("Source"), _actor),
    "credibility": (lazy("Credibility"), _text),
    "searched_where": (lazy("Where we looked"), _text),
    "searched_words": (lazy("With which words"), _text),
    "asked_whom": (lazy("Whom we asked"), _text),
    "asked_how": (lazy("How"), _text),
    "reply_by": (lazy("Answer by"), _day),
    "reply_outcome": (lazy("What came of it"), _code),
    "happened_on": (lazy("On"), _day),
    "about_words": (lazy("The time it is about"), _text),
    "about_start": (lazy("From"), _day),
    "about_end": (lazy("To"), _day),
    "topic_words": (lazy("Topic words"), _words),
    "publisher": (lazy("Publisher"), _actor),
    "publisher_words": (lazy("Publisher, in words"), _text),
    "authors": (lazy("Authors"), _text),
    "published_on": (lazy("Published"), _day),
    "language": (lazy("Language"), _language),
    "content_warning": (lazy("Content warning"), _text),
    "access": (lazy("Who may read it"), _code),
    "readers": (lazy("Named readers"), _people),
    "state": (lazy("State"), _code),
    "priority": (lazy("Priority"), _code),
    "due_on": (lazy("Due"), _day),
    "recheck_on": (lazy("Look again on"), _day),
    "needs_look": (lazy("Needs a look"), _text),
    "said": (lazy("Was it said?"), _code),
    "holds": (lazy("Does it hold?"), _code),
    "first": (lazy("First reviewer"), _person),
    "second": (lazy("Second reviewer"), _person),
    "triage": (lazy("Triage"), _code),
    "triage_by": (lazy("Triage by"), _person),
    "text": (lazy("Text"), _text),
    "role": (lazy("Role"), _code),
    "second_review_normal": (lazy("Second review, normal priority"), _code),
    "second_review_high": (lazy("Second review, high priority"), _code),
    "grading": (lazy("Grading"), _code),
}
