import pytest

from extraction.training.labels import relabel

# name of the case: rows in Universal Dependencies, the tree in spaCy's labels
CASES = {
    "adjective after a copula": (
        """
        Nothing nothing PRON NN 4 nsubj
        is be AUX VBZ 4 cop
        very very ADV RB 4 advmod
        safe safe ADJ JJ 0 root
        now now ADV RB 4 advmod
        . . PUNCT . 4 punct
        """,
        "Nothing nsubj is|is ROOT -|very advmod safe|safe acomp is|now advmod is|. punct is",
    ),
    "noun after a copula, with negation": (
        """
        He he PRON PRP 5 nsubj
        is be AUX VBZ 5 cop
        not not PART RB 5 advmod
        a a DET DT 5 det
        poet poet NOUN NN 0 root
        """,
        "He nsubj is|is ROOT -|not neg is|a det poet|poet attr is",
    ),
    "place after a copula": (
        """
        It it PRON PRP 4 nsubj
        was be AUX VBD 4 cop
        in in ADP IN 4 case
        Velm Velm PROPN NNP 0 root
        """,
        "It nsubj was|was ROOT -|in prep was|Velm pobj in",
    ),
    "clause after a copula": (
        """
        Plan plan NOUN NN 4 nsubj:outer
        is be AUX VBZ 4 cop
        to to PART TO 4 mark
        win win VERB VB 0 root
        """,
        "Plan nsubj is|is ROOT -|to aux win|win xcomp is",
    ),
    "passive with its agent": (
        """
        Bread bread NOUN NN 3 nsubj:pass
        was be AUX VBD 3 aux:pass
        sold sell VERB VBN 0 root
        by by ADP IN 5 case
        monks monk NOUN NNS 3 obl:agent
        """,
        "Bread nsubjpass sold|was auxpass sold|sold ROOT -|by agent sold|monks pobj by",
    ),
    "according to": (
        """
        According accord VERB VBG 3 case
        to to ADP IN 1 fixed
        Quill Quill PROPN NNP 5 obl
        rain rain NOUN NN 5 nsubj
        fell fall VERB VBD 0 root
        """,
        "According prep fell|to prep According|Quill pobj to|rain nsubj fell|fell ROOT -",
    ),
    "because of": (
        """
        Late late ADV RB 0 root
        because because ADP IN 4 case
        of of ADP IN 2 fixed
        fog fog NOUN NN 1 obl
        """,
        "Late ROOT -|because prep Late|of pcomp because|fog pobj of",
    ),
    "such as": (
        """
        Birds bird NOUN NNS 0 root
        such such ADJ JJ 4 case
        as as ADP IN 2 fixed
        owls owl NOUN NNS 1 nmod
        """,
        "Birds ROOT -|such amod as|as prep Birds|owls pobj as",
    ),
    "possessive mark stays": (
        """
        Quill Quill PROPN NNP 3 nmod:poss
        's 's PART POS 1 case
        boat boat NOUN NN 0 root
        """,
        "Quill poss boat|'s case Quill|boat ROOT -",
    ),
    "title and flat name": (
        """
        Mayor Mayor PROPN NNP 2 nmod:desc
        Ada Ada PROPN NNP 4 nsubj
        Quill Quill PROPN NNP 2 flat
        left leave VERB VBD 0 root
        """,
        "Mayor compound Quill|Ada compound Quill|Quill nsubj left|left ROOT -",
    ),
    "said after its quotation": (
        """
        Rain rain NOUN NN 2 nsubj
        fell fall VERB VBD 0 root
        , , PUNCT , 2 punct
        she she PRON PRP 5 nsubj
        said say VERB VBD 2 parataxis
        . . PUNCT . 2 punct
        """,
        "Rain nsubj fell|fell ccomp said|, punct fell|she nsubj said|said ROOT -|. punct said",
    ),
    "you know is no report": (
        """
        Rain rain NOUN NN 2 nsubj
        fell fall VERB VBD 0 root
        you you PRON PRP 4 nsubj
        know know VERB VBP 2 parataxis
        """,
        "Rain nsubj fell|fell ROOT -|you nsubj know|know parataxis fell",
    ),
    "there is": (
        """
        There there PRON EX 2 expl
        is be VERB VBZ 0 root
        fog fog NOUN NN 2 nsubj
        """,
        "There expl is|is ROOT -|fog attr is",
    ),
    "it announces a clause": (
        """
        It it PRON PRP 3 expl
        is be AUX VBZ 3 cop
        clear clear ADJ JJ 0 root
        that that SCONJ IN 6 mark
        he he PRON PRP 6 nsubj
        left leave VERB VBD 3 csubj
        """,
        "It nsubj is|is ROOT -|clear acomp is|that mark left|he nsubj left|left ccomp is",
    ),
    "want him to go": (
        """
        They they PRON PRP 2 nsubj
        want want VERB VBP 0 root
        him he PRON PRP 2 obj
        to to PART TO 5 mark
        go go VERB VB 2 xcomp
        """,
        "They nsubj want|want ROOT -|him nsubj go|to aux go|go ccomp want",
    ),
    "told him to go": (
        """
        They they PRON PRP 2 nsubj
        told tell VERB VBD 0 root
        him he PRON PRP 2 obj
        to to PART TO 5 mark
        go go VERB VB 2 xcomp
        """,
        "They nsubj told|told ROOT -|him dobj told|to aux go|go xcomp told",
    ),
    "three conjuncts in a chain": (
        """
        Owls owl NOUN NNS 0 root
        , , PUNCT , 3 punct
        cats cat NOUN NNS 1 conj
        and and CCONJ CC 5 cc
        bats bat NOUN NNS 1 conj
        """,
        "Owls ROOT -|, punct Owls|cats conj Owls|and cc cats|bats conj cats",
    ),
    "two prepositional phrases joined": (
        """
        Live live VERB VB 0 root
        in in ADP IN 3 case
        Velm Velm PROPN NNP 1 obl
        and and CCONJ CC 6 cc
        in in ADP IN 6 case
        Orsk Orsk PROPN NNP 3 conj
        """,
        "Live ROOT -|in prep Live|Velm pobj in|and cc in|in conj in|Orsk pobj in",
    ),
    "preposition left behind": (
        """
        Whom who PRON WP 4 obl
        did do AUX VBD 4 aux
        you you PRON PRP 4 nsubj
        speak speak VERB VB 0 root
        to to ADP IN 1 case
        """,
        "Whom pobj to|did aux speak|you nsubj speak|speak ROOT -|to prep speak",
    ),
    "gerund after a preposition": (
        """
        Rest rest VERB VB 0 root
        after after SCONJ IN 3 mark
        walking walk VERB VBG 1 advcl
        """,
        "Rest ROOT -|after prep Rest|walking pcomp after",
    ),
    "finite clause keeps its mark": (
        """
        Rest rest VERB VB 0 root
        after after SCONJ IN 4 mark
        you you PRON PRP 4 nsubj
        walk walk VERB VBP 1 advcl
        """,
        "Rest ROOT -|after mark walk|you nsubj walk|walk advcl Rest",
    ),
    "time without a preposition": (
        """
        Come come VERB VB 0 root
        Monday Monday PROPN NNP 1 obl:unmarked
        """,
        "Come ROOT -|Monday npadvmod Come",
    ),
    "named president": (
        """
        She she PRON PRP 3 nsubj:pass
        was be AUX VBD 3 aux:pass
        named name VERB VBN 0 root
        president president NOUN NN 3 xcomp
        """,
        "She nsubjpass named|was auxpass named|named ROOT -|president oprd named",
    ),
    "became president": (
        """
        She she PRON PRP 2 nsubj
        became become VERB VBD 0 root
        president president NOUN NN 2 xcomp
        """,
        "She nsubj became|became ROOT -|president attr became",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_relabel(case, parse, arcs):
    rows, expected = CASES[case]
    words = parse(rows)

    assert relabel(words)

    assert "|".join(arcs(words)) == expected


def test_a_cycle_is_refused(parse):
    words = parse(
        """
        Round round ADV RB 2 dep
        and and CCONJ CC 1 dep
        out out ADV RB 0 root
        """
    )

    assert not relabel(words)


def test_two_roots_are_refused(parse):
    words = parse(
        """
        One one NUM CD 0 root
        two two NUM CD 0 root
        """
    )

    assert not relabel(words)


def test_punctuation_climbs_until_it_crosses_nothing(parse, arcs):
    words = parse(
        """
        Go go VERB VB 0 root
        ( ( PUNCT -LRB- 5 punct
        now now ADV RB 1 advmod
        or or CCONJ CC 5 cc
        later later ADV RB 1 conj
        """
    )

    relabel(words)

    assert arcs(words)[1] == "( punct Go"
