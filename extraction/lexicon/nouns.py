"""English nouns: what is said ("statement"), and who says it ("spokesman", "portal")."""

from extraction.lexicon import word_set

# Noun of saying -> the group of verbs it goes with.
SAYING = {
    "assert": """
        statement claim assertion allegation announcement declaration comment remark message post
        tweet report testimony admission confession explanation reply response answer warning
        prediction forecast argument contention observation complaint accusation charge suggestion
        insistence acknowledgement acknowledgment affirmation confirmation revelation disclosure
        criticism condemnation note letter speech motto slogan version account words
    """,
    "deny": "denial rejection refusal dismissal rebuttal",
    "ask": "question query",
    "command": "call demand appeal request order plea recommendation proposal advice command",
    "promise": "promise pledge vow threat offer commitment guarantee",
    "find": "finding conclusion estimate discovery",
    "believe": "belief view opinion suspicion fear hope assumption theory conviction doubt",
    "want": "goal aim plan intention objective purpose ambition wish mission task",
}
SAYING_GROUP = {
    form: group
    for group, nouns in SAYING.items()
    for noun in nouns.split()
    for form in (noun, noun + "s", noun[:-1] + "ies" if noun.endswith("y") else noun + "s")
}

PERSONS = word_set(
    """
    man woman boy girl person official officer spokesman spokeswoman spokesperson minister
    president chairman chairwoman chairperson chair director secretary governor mayor senator
    congressman congresswoman lawmaker representative mp politician leader chief head commander
    general colonel captain lieutenant sergeant soldier fighter rebel militant combatant
    activist protester demonstrator organiser organizer lawyer attorney prosecutor judge justice
    detective inspector sheriff policeman policewoman constable doctor physician nurse surgeon
    professor scientist researcher expert analyst economist historian scholar academic teacher
    student author coauthor co-author writer journalist reporter editor columnist blogger
    photographer witness victim survivor resident neighbour neighbor villager farmer worker
    employee employer manager executive ceo founder co-founder owner engineer pilot driver
    captain sailor ambassador diplomat envoy consul aide adviser advisor counsellor assistant
    deputy candidate voter citizen premier chancellor king queen prince princess pope bishop
    archbishop priest imam rabbi pastor monk coach player striker goalkeeper athlete champion
    artist singer actor actress musician producer curator mother father son daughter brother
    sister wife husband widow uncle aunt cousin parent friend colleague source insider defector
    refugee prisoner suspect defendant plaintiff petitioner claimant investigator inspector
    auditor coroner treasurer clerk commissioner councillor councilor alderman speaker
    whistleblower volunteer trader investor shareholder customer passenger patient tourist
    visitor reader observer critic supporter opponent rival veteran member partisan hacker
    gunman shooter developer designer architect curator librarian ranger firefighter paramedic
    operator
    """
)
ORGANISATIONS = word_set(
    """
    group organisation organization company firm corporation agency authority ministry
    department office bureau government administration cabinet parliament senate congress
    council committee commission court tribunal party union association federation league
    alliance coalition movement militia army navy force forces brigade battalion regiment unit
    legion police church university college school institute foundation charity club team bank
    fund board airline manufacturer operator regulator watchdog ngo collective network kremlin
    pentagon junta regime embassy consulate hospital laboratory lab union syndicate cartel gang
    front side service secretariat presidency directorate inspectorate municipality city county
    state nation country group's guard corps squad faction bloc society center centre start-up
    startup supplier maker
    """
)
OUTLETS = word_set(
    """
    portal newspaper paper magazine weekly daily tabloid broadcaster station channel website
    site outlet agency journal blog broadcaster programme program show podcast newsletter
    publication network press platform wire
    """
)
# Things that "say" because somebody wrote them.
DOCUMENTS = word_set(
    """
    report study survey poll paper article document statement letter filing lawsuit complaint
    indictment affidavit memo book website post tweet message results result findings data
    figures statistics analysis research review audit investigation inquiry assessment model
    evidence records census rumour rumor legend note release communique manifesto law rule
    ruling verdict contract agreement treaty resolution press chapter section thesis theory
    hagiography biography text page label notice sign manual guide
    """
)
GROUPS_OF_PEOPLE = word_set(
    """
    people men women children officials authorities police residents locals witnesses experts
    analysts critics supporters opponents scientists researchers activists protesters soldiers
    fighters rebels militants sources media users citizens voters families relatives neighbours
    neighbors lawyers prosecutors doctors workers employees students teachers members leaders
    lawmakers observers historians scholars academics economists investigators journalists
    reporters others many some few most both several everyone everybody nobody staff crew
    villagers farmers politicians ministers governments diplomats colleagues friends parents
    advocates campaigners organisers organizers investors traders republicans democrats
    conservatives liberals americans russians ukrainians
    """
)
# Roles that name no one: their holder stays unnamed unless the text says who.
UNNAMED_ROLES = word_set(
    """
    spokesman spokeswoman spokesperson official source insider witness resident fighter soldier
    officer diplomat aide adviser advisor employee worker expert analyst
    """
)
TITLES = word_set(
    """
    mr mrs ms miss dr prof professor sir dame lord lady president minister prime senator rep
    representative governor mayor general gen colonel col major maj captain capt lieutenant lt
    sergeant sgt judge justice king queen prince princess pope bishop father sister ambassador
    chancellor premier secretary chairman chairwoman chair director dean emeritus chief
    commissioner inspector detective officer coach congressman congresswoman former spokesman
    spokeswoman spokesperson
    """
)
KIN = word_set(
    """
    father mother brother sister son daughter wife husband uncle aunt cousin widow widower
    grandfather grandmother partner lawyer attorney spokesman spokeswoman colleague friend
    """
)
SINGULAR_PRONOUNS = {"he": "m", "she": "f", "him": "m", "her": "f", "his": "m"}
FIRST_PERSON = word_set("i we me us my our myself ourselves")
PRONOUNS = word_set(
    """
    he she it they him her them his hers its their i we you me us who which that this these
    those one someone somebody anyone everyone everybody nobody one ones himself herself
    """
)
FEMALE_WORDS = word_set(
    """
    mrs ms miss lady dame queen princess woman girl mother sister daughter wife widow actress
    spokeswoman chairwoman congresswoman policewoman aunt grandmother madam businesswoman
    """
)
MALE_WORDS = word_set(
    """
    mr sir lord king prince man boy father brother son husband widower actor spokesman chairman
    congressman policeman uncle grandfather businessman gunman pope bishop
    """
)
