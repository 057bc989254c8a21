"""English words that hold sentences together, for the engine that has no parser."""

from extraction.lexicon import word_set

AUXILIARIES = word_set(
    """
    has have had having is are was were be been being will would shall should can could may
    might must do does did 've 's 'd 'll ’ve ’s ’d ’ll
    """
)
NEGATIONS = word_set("not n't n’t never hardly neither nor no cannot")
NOT_ONLY = word_set("only just merely simply")  # who "not only said" it has said it
NOBODY = word_set("nobody none neither nothing")
# Words that keep the saying they govern from being done.
HOLDING_BACK = word_set(
    """
    refuse refuses refused refusing decline declines declined declining fail fails failed failing
    avoid avoids avoided avoiding deny denies denied denying forget forgets forgot neglected
    omitted hesitated unable unwilling reluctant
    """
)
SUBORDINATORS = word_set(
    """
    that but while when because as if although though whereas since after before so until unless
    which who whom whose where why how what once whether than despite yet
    """
)
PREPOSITIONS = word_set(
    """
    of in on at by for from to with about into over under between among against during through
    via near per towards toward within without outside inside amid aboard across after before
    since until alongside behind beyond
    """
)
DETERMINERS = word_set("such") | word_set(
    """
    the a an this that these those his her its their my our your some any no every each both all
    another other several many few most one two three four five six seven eight nine ten
    """
)
POSSESSIVES = word_set("his her its their my our your")
# Adverbs that stand between a subject and its verb.
ADVERBS = word_set(
    """
    also later then now once again already still even just only first earlier soon often always
    never today yesterday tonight recently meanwhile further instead thus therefore however too
    ever since reportedly jointly likewise
    """
)
# Finite verbs so common that they show a clause, beside any auxiliary.
COMMON_VERBS = word_set(
    """
    go goes went come comes came take takes took make makes made get gets got give gives gave
    want wants wanted need needs needed use uses used work works worked seem seems seemed become
    becomes became leave leaves left lose loses lost keep keeps kept begin begins began run runs
    ran bring brings brought stand stands stood rise rises rose fall falls fell lie lies lay
    lead leads led meet meets met pay pays paid send sends sent build builds built win wins won
    break breaks broke cut cuts drew draw draws grow grows grew hit hits held hold holds spend
    spends spent die dies died live lives lived kill kills killed remain remains remained
    include includes included share shares shared apply applies applied raise raises raised
    cause causes caused create creates created face faces faced happen happens happened look
    looks looked move moves moved receive receives received reach reaches reached start starts
    started stop stops stopped try tries tried turn turns turned wish wishes wished
    """
)
NOT_VERBS_ED = word_set("united bed red need speed seed indeed hundred breed deed feed")
ACCORDING = ("according to", "in the words of", "as per", "in the view of", "in the opinion of")
HEARSAY_ADVERBS = word_set("reportedly allegedly supposedly purportedly apparently")
