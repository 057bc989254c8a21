"""Reporting words of other languages, for quotations and the words beside them."""

from dataclasses import dataclass

from extraction.lexicon import word_set


@dataclass(frozen=True)
class Words:
    """What one language says beside its quotations."""

    name: str
    says: frozenset[str]  # forms of reporting verbs
    denies: frozenset[str]
    asks: frozenset[str]
    auxiliaries: frozenset[str]
    according: tuple[tuple[str, ...], ...]  # "laut", "selon", "по словам"
    that: frozenset[str]
    pronouns: frozenset[str]
    ends_source: frozenset[str]  # words that open an adverbial after the speaker
    articles: frozenset[str]
    negations: frozenset[str]  # right before the verb: not said
    negates_behind: bool = False  # they may stand right behind it, too: "sagte nicht"
    denies_with: frozenset[str] = frozenset()  # deny only with one of `denies_by` behind them
    denies_by: frozenset[str] = frozenset()


GERMAN = Words(
    name="German",
    says=word_set(
        """
        sagt sagte sagten gesagt erklärt erklärte erklärten meint meinte betont betonte schreibt
        schrieb schrieben teilt teilte mitteilte berichtet berichtete berichteten behauptet
        behauptete warnt warnte kritisiert kritisierte fordert forderte kündigt kündigte ankündigte
        erzählt erzählte versichert versicherte räumt räumte fügt fügte hinzu ergänzt ergänzte
        antwortet antwortete zitiert zitierte heißt hieß äußert äußerte twitterte spricht sprach
        bestätigt bestätigte vermutet glaubt
        """
    ),
    denies=word_set(
        """
        bestreitet bestreiten bestritt bestritten dementiert dementieren dementierte dementierten
        leugnet leugnen leugnete leugneten verneint verneinte zurückgewiesen zurückwies
        """
    ),
    asks=word_set("fragt fragte"),
    auxiliaries=word_set("hat haben hatte hatten habe"),
    according=(
        ("laut",),
        ("zufolge",),
        ("nach", "angaben", "von"),
        ("nach", "angaben", "des"),
        ("nach", "angaben", "der"),
    ),
    that=word_set("dass daß"),
    pronouns=word_set("er sie es wir ich ihr man dieser diese"),
    ends_source=word_set(
        "am im in auf bei vor nach gegenüber zu dazu dem den heute gestern weiter"
    ),
    articles=word_set("der die das ein eine des dem den"),
    negations=word_set("nicht nie niemals"),
    negates_behind=True,
    denies_with=word_set("weist weisen wies wiesen"),
    denies_by=word_set("zurück"),
)
FRENCH = Words(
    name="French",
    says=word_set(
        """
        dit disait affirme affirmé affirmait déclare déclaré déclarait explique expliqué expliquait
        assure assuré ajoute ajouté précise précisé indique indiqué annonce annoncé souligne
        souligné estime estimé écrit écrivait rappelle rappelé confie confié raconte raconté
        répond répondu lance lancé martèle insiste insisté regrette regretté dénonce dénoncé
        avertit averti reconnaît reconnu soutient soutenu prétend promet promis
        """
    ),
    denies=word_set(
        """
        nie nient nié dément démentent démenti conteste contestent contesté réfute réfutent réfuté
        rejette rejettent rejeté
        """
    ),
    asks=word_set("demande demandé interroge"),
    auxiliaries=word_set("a ont avait avaient s' s’est s'est"),
    according=(("selon",), ("d'après",), ("d’après",)),
    that=word_set("que qu"),
    pronouns=word_set("il elle ils elles on je nous vous -t-il -t-elle"),
    ends_source=word_set(
        "à au aux dans lors sur devant mardi lundi mercredi jeudi vendredi en après"
    ),
    articles=word_set("le la les un une l' l’ des du"),
    negations=word_set("pas jamais point"),
)
SPANISH = Words(
    name="Spanish",
    says=word_set(
        """
        dijo dice dicho afirmó afirma afirmado declaró declara declarado explicó explica aseguró
        asegura añadió añade señaló señala indicó indica anunció anuncia subrayó destacó escribió
        escribe recordó contó respondió insistió lamentó denunció advirtió reconoció sostuvo
        sostiene prometió manifestó comentó apuntó informó informa dijeron afirmaron aseguraron
        """
    ),
    denies=word_set(
        """
        negó niega negaron niegan desmintió desmiente desmintieron desmienten rechazó rechaza
        rechazaron rechazan
        """
    ),
    asks=word_set("preguntó pregunta"),
    auxiliaries=word_set("ha han había habían"),
    according=(("según",), ("de", "acuerdo", "con")),
    that=word_set("que"),
    pronouns=word_set("él ella ellos ellas yo nosotros usted"),
    ends_source=word_set(
        "a al en durante ante sobre el lunes martes miércoles jueves viernes tras"
    ),
    articles=word_set("el la los las un una"),
    negations=word_set("no nunca jamás"),
)
RUSSIAN = Words(
    name="Russian",
    says=word_set(
        """
        сказал сказала сказали говорит говорил говорила заявил заявила заявили заявляет сообщил
        сообщила сообщили сообщает написал написала написали пишет отметил отметила отметили
        отмечает добавил добавила подчеркнул подчеркнула рассказал рассказала рассказали объяснил
        объяснила пояснил пояснила утверждает утверждал утверждают считает считают признал признала
        предупредил предупредила пообещал обещал ответил ответила объявил объявила призвал
        """
    ),
    denies=word_set(
        """
        опроверг опровергла опровергли опровергает отрицает отрицают отрицал отрицала отрицали
        отверг отвергла отвергли
        """
    ),
    asks=word_set("спросил спросила"),
    auxiliaries=frozenset(),
    according=(("по", "словам"), ("по", "данным"), ("согласно",), ("как", "сообщает")),
    that=word_set("что"),
    pronouns=word_set("он она они я мы вы"),
    ends_source=word_set("в во на журналистам после для о об при во агентству изданию"),
    articles=frozenset(),
    negations=word_set("не"),
)
UKRAINIAN = Words(
    name="Ukrainian",
    says=word_set(
        """
        сказав сказала сказали каже говорить говорив заявив заявила заявили заявляє повідомив
        повідомила повідомили повідомляє написав написала написали пише зазначив зазначила
        зазначили зазначає додав додала наголосив наголосила підкреслив підкреслила розповів
        розповіла розповіли пояснив пояснила стверджує стверджують вважає визнав визнала попередив
        попередила пообіцяв пообіцяла відповів відповіла оголосив оголосила закликав закликала
        """
    ),
    denies=word_set(
        """
        спростував спростувала спростували заперечує заперечують заперечив заперечила заперечили
        відкинув відкинула
        """
    ),
    asks=word_set("запитав запитала"),
    auxiliaries=frozenset(),
    according=(("за", "словами"), ("за", "даними"), ("згідно", "з"), ("як", "повідомляє")),
    that=word_set("що"),
    pronouns=word_set("він вона вони я ми ви"),
    ends_source=word_set("в у на журналістам після для про під при агентству виданню"),
    articles=frozenset(),
    negations=word_set("не"),
)
LEXICONS = {"de": GERMAN, "fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "uk": UKRAINIAN}
