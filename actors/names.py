"""How names are compared."""

import unicodedata

# Words that stand for somebody only where they are written: never an alias.
_GENERIC_WORDS = """
    he she it they him her them his hers its their theirs i we us you this that these those who
    group the official officials spokesman spokeswoman spokesperson spokespeople source sources
    government ministry minister police army military company man woman men women people person
    president mayor portal newspaper agency fighter fighters soldier soldiers resident residents
    witness witnesses one others somebody someone anybody analysts experts authorities critics
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
ARTICLES = ("the ", "a ", "an ")
# What the columns that hold folded names can take; folding may lengthen a name.
FOLDED_LENGTH = 200


# Whatever people type for an apostrophe.
APOSTROPHES = (
    "\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb"
    "\u055a\u05f3\u2032\ua78b\ua78c\uff07`\u00b4"
)
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def fold(name: str) -> str:
    """`name` without accents, case, articles, other apostrophes than ' and doubled spaces."""
    decomposed = unicodedata.normalize("NFKD", name.translate(_ONE_APOSTROPHE))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    folded = " ".join(bare.casefold().split())
    for article in ARTICLES:
        folded = folded.removeprefix(article)
    return folded[:FOLDED_LENGTH]


def is_generic(name: str) -> bool:
    """Whether `name` is a pronoun or a bare role word, which never become aliases."""
    return fold(name) in GENERIC
