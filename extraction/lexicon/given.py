"""Common given names, for telling "he" from "she"."""

from extraction.lexicon import word_set

MALE = word_set(
    """
    john james robert michael william david richard joseph thomas charles daniel matthew anthony
    mark donald steven paul andrew joshua kenneth kevin brian george edward ronald timothy jason
    jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin
    samuel gregory frank alexander raymond patrick jack dennis jerry tyler aaron jose adam henry
    nathan douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald
    carl terry sean austin arthur lawrence jesse dylan bryan joe billy bruce albert willie gabriel
    logan alan juan wayne roy ralph randy eugene vincent russell elijah louis bobby philip johnny
    barack joseph vladimir volodymyr sergey sergei alexei oleksiy oleksandr mikhail dmitry dmytro
    ivan yuri andriy igor ihor viktor boris nikolai maxim maxime jean pierre jacques francois hans
    jürgen wolfgang klaus olaf emmanuel luis carlos miguel jorge pedro antonio francisco mohammed
    mohamed muhammad ahmed ali hassan hussein omar ibrahim abdul karim recep benjamin yitzhak
    shimon david moshe tony gordon boris keir justin stephen bill mike jim tom dan bob ben sam
    greg jeff steve matt nick chris luke simon neil ian graham colin martin julian marc karl noam
    """
)
FEMALE = word_set(
    """
    mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty
    sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie
    rebecca sharon laura cynthia dorothy amy kathleen angela shirley emma brenda pamela nicole
    anna samantha katherine christine helen debra rachel carolyn janet maria catherine heather
    diane olivia julie joyce victoria ruth virginia lauren kelly christina joan evelyn judith
    andrea hannah megan cheryl jacqueline martha madison teresa gloria sara janice ann kathryn
    abigail sophia frances jean alice judy isabella julia grace amber denise danielle marilyn
    beverly charlotte natalie theresa diana brittany doris kayla alexis lori marie jane hillary
    angela ursula theresa olga elena natalia svetlana oksana yulia iryna irina tatiana kateryna
    fatima aisha leila amina zainab valeska sujata colette kristen kiara hilary kate liz lucy
    claire fiona jill rosa carmen lucia ana sofia ingrid greta sanna jacinda tsai aung caroline
    """
)
