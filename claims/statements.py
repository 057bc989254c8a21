"""From the words of a mention to the draft of a statement. A person makes it stand alone."""

import re

from claims import denials
from claims.models import Mention, MentionSpeaker
from claims.vocabularies import Polarity
from extraction.spans import JOINER

QUOTES = re.compile('[“”„‟«»"‹›]')
SINGLE_QUOTED = re.compile(r"^[‘‚'](.*)[’']$", re.DOTALL)
EDGES = " \t\n,;:–—-"
LIMIT = 2000


def draft(content_words: str) -> str:
    """`content_words` without quotation marks and a leading "that", as one sentence.

    Never empty where the words hold a letter.
    """
    said = re.sub(r"^that\s+", "", _bare(content_words), flags=re.IGNORECASE)
    return _sentence(said) if said else content_words.strip()[:LIMIT]


def draft_of(mention: Mention, content_words: str = "") -> str:
    """The draft for a claim of `mention`, of all it says or of the `content_words` of a part.

    What is denied, doubted or asked becomes a sentence that says so and by whom. One query, unless
    the speakers were prefetched.
    """
    words = content_words or mention.content_words
    said, language = _bare(words), mention.document.language
    who = [_called(speaker) for speaker in _speakers(mention)]
    who = who or [mention.source_words][: bool(mention.source_words)]
    names = ", ".join(who)
    if said and mention.polarity == Polarity.DENIED:
        cue, several = mention.cue_words, denials.is_several(who)
        return _sentence(
            denials.denial(said, who=names, several=several, cue=cue, language=language)
        )
    asked = said.lower().startswith(denials.WHETHER)
    if said and mention.cue_words and (asked or denials.is_doubt(mention.cue_words)):
        cue = " ".join(mention.cue_words.replace(JOINER, " ").split())
        return _sentence(denials.held_open(said, who=names, cue=cue, language=language))
    return draft(words)


def _called(speaker: MentionSpeaker) -> str:
    """As everybody in the team may read it; "the ministry" with its article."""
    if speaker.actor or speaker.name != speaker.name.lower():
        return speaker.shown_name
    return speaker.words or speaker.name


def _speakers(mention: Mention) -> list[MentionSpeaker]:
    if "speakers" in getattr(mention, "_prefetched_objects_cache", {}):
        return list(mention.speakers.all())
    return list(mention.speakers.select_related("actor"))


def _bare(words: str) -> str:
    """In one line, without quotation marks and what stands at the edges."""
    said = " ".join(QUOTES.sub("", words.replace(JOINER, " ")).split())
    return SINGLE_QUOTED.sub(r"\1", said.strip(EDGES)).strip(EDGES)


def _sentence(said: str) -> str:
    said = said[:LIMIT]
    said = said[0].upper() + said[1:]
    return said if said.rstrip("”“»")[-1:] in ".!?…" else f"{said}."
