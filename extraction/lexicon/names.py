"""Names and parts of names that tell what a name stands for. Small on purpose."""

from extraction.lexicon import word_set

OUTLET_NAMES = word_set(
    """
    reuters newsweek bloomberg bbc cnn afp ap dpa tass interfax ria cbc abc nbc cbs fox npr itv
    politico axios guardian economist spiegel monde figaro pais zeit bild meduza pravda xinhua
    anadolu aljazeera vox slate forbes wired ansa efe kyodo ukrinform unian nexta rtl ard zdf
    orf
    """
)
OUTLET_WORDS = word_set(
    """
    news times post herald tribune guardian gazette journal daily telegraph chronicle observer
    examiner courier press radio television tv broadcasting magazine review weekly newspaper
    standard independent dispatch inquirer mirror express mail sun star zeitung jazeera
    """
)
PLATFORMS = word_set(
    """
    twitter facebook telegram instagram youtube tiktok x reddit mastodon vkontakte linkedin
    whatsapp weibo bluesky threads truth
    """
)
GOVERNMENT_WORDS = word_set(
    """
    ministry government department administration office parliament senate congress council
    commission police court bureau agency authority cabinet embassy house committee navy army
    force forces kremlin pentagon treasury state presidency directorate
    """
)
ARMED_WORDS = word_set(
    """
    legion militia brigade battalion front guard guards rebels fighters corps taliban hezbollah
    hamas isis squad
    """
)
ORGANISATION_WORDS = (
    word_set(
        """
    church university college school institute foundation association union society party club
    company corporation corp inc ltd llc plc group bank federation league alliance center centre
    organization organisation museum hospital network movement laboratory agency fund trust
    airlines airways motors systems technologies team project service services board nations
    scientology google microsoft facebook twitter apple amazon nasa nato unesco who unicef eu un
    fbi cia epa
    """
    )
    | GOVERNMENT_WORDS
    | OUTLET_WORDS
    | ARMED_WORDS
)
# Capitalised words that begin sentences or calendars, not names.
NOT_NAMES = word_set(
    """
    the a an this that these those his her its their my our your some any no every each both all
    another other several many few most i we you he she it they there here what which who whom
    whose when where why how if but and or nor so yet for as at by in on of to from with about
    into over under between among against during through before after since until while because
    although though whereas unless not never also then now today yesterday tomorrow tonight
    however meanwhile moreover furthermore according despite instead still later earlier once
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december one two three four five six seven eight
    nine ten yes well oh okay ok image photo video file source sources updated read more please
    people police officials scientists researchers experts critics analysts authorities
    residents witnesses members images names results several mr mrs ms dr voters
    """
)
INNER = word_set("of the for and on in to & de la le du van von der den di da al el bin ibn")
