"""Countries, their peoples and the capitals that stand for their governments."""

from extraction.lexicon import word_set

COUNTRIES = word_set(
    """
    afghanistan albania algeria angola argentina armenia australia austria azerbaijan bahrain
    bangladesh belarus belgium bolivia bosnia brazil britain bulgaria cambodia cameroon canada chad
    chile china colombia congo croatia cuba cyprus czechia denmark ecuador egypt england eritrea
    estonia ethiopia finland france georgia germany ghana greece guatemala haiti honduras hungary
    iceland india indonesia iran iraq ireland israel italy japan jordan kazakhstan kenya kosovo
    kuwait kyrgyzstan laos latvia lebanon libya lithuania luxembourg malaysia mali malta mexico
    moldova mongolia montenegro morocco mozambique myanmar namibia nepal netherlands nicaragua
    niger nigeria norway oman pakistan palestine panama paraguay peru philippines poland portugal
    qatar romania russia rwanda scotland senegal serbia singapore slovakia slovenia somalia spain
    sudan sweden switzerland syria taiwan tajikistan tanzania thailand tunisia turkey turkmenistan
    uganda ukraine uruguay us u.s uk u.k usa uzbekistan venezuela vietnam wales yemen zambia
    zimbabwe crimea donbass donbas donetsk luhansk gaza europe asia africa america
    """
)
CAPITALS = word_set(
    """
    moscow kyiv kiev washington london paris berlin beijing tehran jerusalem ankara brussels minsk
    warsaw madrid rome tokyo delhi islamabad riyadh cairo damascus baghdad kabul canberra ottawa
    budapest belgrade tbilisi baku yerevan vienna athens lisbon dublin oslo stockholm helsinki
    """
)
PEOPLES = word_set(
    """
    afghan albanian algerian american argentine armenian australian austrian azerbaijani belarusian
    belgian bosnian brazilian british bulgarian canadian chilean chinese colombian croatian cuban
    czech danish dutch egyptian english estonian ethiopian european finnish french georgian german
    greek hungarian indian indonesian iranian iraqi irish israeli italian japanese jordanian kenyan
    korean kurdish latvian lebanese libyan lithuanian mexican moldovan norwegian pakistani
    palestinian polish portuguese romanian russian russians saudi scottish serbian slovak slovenian
    somali spanish sudanese swedish swiss syrian taiwanese thai turkish ukrainian ukrainians
    venezuelan vietnamese yemeni muslim christian jewish catholic protestant islamic democratic
    republican western eastern northern southern arab african asian latin soviet
    """
)
