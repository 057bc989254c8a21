"""English reporting verbs by what they do, with every form worked out once at import."""

from dataclasses import dataclass

from extraction.lexicon import word_set

# Groups: what the speaker does. All but "believe" and "want" are communication.
# A star marks a verb that reports only with a clause or a quotation: "found that", not "found it".
# A tilde marks one that reports with a quotation alone: "“…,” he continued".
# A plus marks one whose noun object is content too: "announced the arrest", "denied the charge".
GROUPS = {
    "assert": """
        say tell+* state+ claim+ assert+ allege+ declare+ announce+ maintain+* contend+ insist
        argue+ affirm+ aver avow swear* testify confirm+ admit+* concede+ acknowledge+* confess+
        reveal+* disclose+ divulge+ inform* notify* advise* remind* assure* mention+* remark
        observe* note* notice* comment add* reply respond answer* explain* elaborate clarify+*
        reiterate+ repeat* stress+ emphasise+ emphasize+ underline+ underscore+ highlight~
        recall* recount+* relate~ describe+ characterise+ characterize+ portray+ depict+* label~
        brand~ dub~ signal+* indicate+* hint imply* suggest+* intimate* convey* report+ relay*
        outline+* summarise~ summarize~ quote~ cite* joke quip
        boast brag lament+* complain+ grumble moan~ sigh~ whisper~ mutter~ mumble~ shout
        scream~ yell~
        cry~ exclaim~ proclaim+ profess+ pronounce* interject~ continue~ conclude* begin~ start~
        point caution warn+ forewarn* predict+ forecast+ prophesy+ foresee* project* anticipate*
        accuse+ blame+ charge* criticise+ criticize+ condemn+ denounce+ decry+ slam+ blast+* praise+
        hail+* welcome~ laud+* applaud+* defend+* endorse+* thank~ apologise apologize
        congratulate* call~ vent~ rant~ opine posit* postulate* theorise+* theorize+* speculate+*
        broadcast~ present~ submit* attest certify+* vouch credit~ attribute~ retort counter*
        rejoin~ chime~ echo~ agree* concur* disagree narrate~ preach* lecture~ inveigh~
        justify+* rationalise+* compare~ liken~ hypothesise* hypothesize*
        go~
    """,
    "deny": """
        deny+ dispute+ refute+ rebut+ reject+ dismiss+ repudiate+ disavow+ disclaim+ contradict+
        contest+* disprove+* renounce+* retract+ rebuff+* downplay+ discount+*
    """,
    "ask": """
        ask* inquire enquire query+ question* wonder* interrogate~ request+ beg* plead
    """,
    "command": """
        demand+ order* command* instruct* urge+ appeal+* exhort* implore* beseech*
        advocate+ recommend+ propose+ press~ push~ encourage~ invite~ forbid~ ban~ direct~
        require~ summon~
    """,
    "promise": """
        promise+ vow+ pledge+ threaten+ offer+* undertake* guarantee+* volunteer*
    """,
    "find": """
        find* show* demonstrate* establish* determine* discover* prove* estimate+ calculate*
        reckon~ conclude measure* report detect* observe identify* uncover*
        record~ corroborate+* rule* hold* certify judge*
    """,
    "write": """
        write tweet+ retweet+* post* blog text~ email* e-mail* publish~ print~ pen~ caption~ cable*
        wire* message~ read~ headline~ editorialise editorialize annotate~ sign~
    """,
    "believe": """
        believe think suspect+ doubt+ fear+ assume suppose* presume consider* feel* know* realise*
        realize* understand* guess imagine* expect+ hear* learn* hope+ trust* reckon~ sense~ deem*
        regard* view* see* bet* remember* worry+ mean*
    """,
    "want": """
        want* wish* intend+ plan+ aim* seek* desire* prefer* decide*
    """,
}
IRREGULAR = {
    "say": "says said saying",
    "tell": "tells told telling",
    "swear": "swears swore sworn swearing",
    "speak": "speaks spoke spoken speaking",
    "find": "finds found finding",
    "show": "shows showed shown showing",
    "prove": "proves proved proven proving",
    "hold": "holds held holding",
    "write": "writes wrote written writing",
    "read": "reads read reading",
    "think": "thinks thought thinking",
    "feel": "feels felt feeling",
    "know": "knows knew known knowing",
    "understand": "understands understood understanding",
    "hear": "hears heard hearing",
    "learn": "learns learned learnt learning",
    "mean": "means meant meaning",
    "see": "sees saw seen seeing",
    "bet": "bets bet betting",
    "begin": "begins began begun beginning",
    "forbid": "forbids forbade forbidden forbidding",
    "foresee": "foresees foresaw foreseen foreseeing",
    "forecast": "forecasts forecast forecasted forecasting",
    "broadcast": "broadcasts broadcast broadcasting",
    "undertake": "undertakes undertook undertaken undertaking",
    "seek": "seeks sought seeking",
    "beseech": "beseeches besought beseeching",
    "go": "goes went gone going",
    "quip": "quips quipped quipping",
    "admit": "admits admitted admitting",
    "commit": "commits committed committing",
    "submit": "submits submitted submitting",
    "rebut": "rebuts rebutted rebutting",
    "dub": "dubs dubbed dubbing",
    "slam": "slams slammed slamming",
    "brag": "brags bragged bragging",
    "beg": "begs begged begging",
    "ban": "bans banned banning",
    "blog": "blogs blogged blogging",
    "pen": "pens penned penning",
    "plan": "plans planned planning",
    "chat": "chats chatted chatting",
    "infer": "infers inferred inferring",
    "aver": "avers averred averring",
    "label": "labels labelled labeled labelling labeling",
    "signal": "signals signalled signaled signalling signaling",
    "counsel": "counsels counselled counseled counselling counseling",
}
VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Verb:
    """What a reporting verb does and what it may take."""

    lemma: str
    group: str
    needs_clause: bool
    takes_object: bool
    only_quotes: bool

    @property
    def cue_class(self) -> str:
        return "other" if self.group in ("believe", "want") else "communication"


def _read_groups() -> dict[str, Verb]:
    verbs: dict[str, Verb] = {}
    for group, words in GROUPS.items():
        for word in words.split():
            lemma = word.rstrip("+*~")
            flags = word[len(lemma) :]
            verb = Verb(lemma, group, "*" in flags, "+" in flags, "~" in flags)
            verbs.setdefault(lemma, verb)
    return verbs


def forms_of(lemma: str) -> tuple[str, ...]:
    """Return every written form of an English verb, the lemma first."""
    if lemma in IRREGULAR:
        return (lemma, *IRREGULAR[lemma].split())
    if lemma.endswith("e"):
        return (lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing")
    if lemma.endswith("y") and lemma[-2] not in VOWELS:
        return (lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing")
    s = "es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return (lemma, lemma + s, lemma + "ed", lemma + "ing")


VERBS = _read_groups()
VERB_OF_FORM = {form: verb for verb in reversed(VERBS.values()) for form in forms_of(verb.lemma)}
# Verbs whose noun object is what is claimed: "announced the arrest of …".
NOUN_CONTENT = word_set(
    """
    announce deny confirm reject dispute allege predict demand propose recommend admit acknowledge
    promise pledge threaten refute forecast declare estimate report advocate dismiss claim
    """
)
# "ruled out that the dam had cracked": no finding, but a denial.
RULED_OUT = Verb("rule out", "deny", False, True, False)
# Forms that can only be verbs: "the dispute" denies nothing.
REFUSING = frozenset(
    form
    for verb in VERBS.values()
    if verb.group == "deny"
    for form in forms_of(verb.lemma)
    if form != verb.lemma
)
# Forms that are more often a noun, an adjective or another verb: a subject must stand before them.
NOUN_FORMS = frozenset(
    form
    for word in [
        "claim",
        "report",
        "state",
        "note",
        "comment",
        "remark",
        "reply",
        "answer",
        "question",
        "request",
        "demand",
        "call",
        "charge",
        "order",
        "offer",
        "promise",
        "pledge",
        "threat",
        "post",
        "text",
        "tweet",
        "record",
        "estimate",
        "project",
        "view",
        "plan",
        "hope",
        "wish",
        "fear",
        "doubt",
        "guess",
        "sense",
        "press",
        "push",
        "document",
        "evidence",
        "detail",
        "signal",
        "label",
        "credit",
        "blame",
        "praise",
        "welcome",
        "caution",
        "appeal",
        "command",
        "ban",
        "share",
        "lament",
        "cry",
        "shout",
        "scream~",
        "point",
        "measure",
        "proposal",
        "account",
        "broadcast",
        "forecast",
        "address~",
        "release",
    ]
    for form in (word, word + "s")
)
