"""Sixty sentences of denial, doubt and refusal, and what each has to stay on its way."""

from typing import NamedTuple

AFFIRMED, DENIED, NOT_SAID = "affirmed", "denied", "not_said"


class Sentence(NamedTuple):
    """statement: what accepting drafts, "" where no claim comes of it; plain: what an opponent
    would affirm of the same thing, which may never become the same claim.
    """

    text: str
    polarity: str
    statement: str
    plain: str
    language: str = "en"


# --- Denied: with a clause, a noun, a gerund, a report that is refused --------------------------
SENTENCES = [
    Sentence(
        "Arn Waterworks denied that the pipes had burst.",
        DENIED,
        "Arn Waterworks denies that the pipes had burst.",
        "The pipes had burst.",
    ),
    Sentence(
        "Solm Quarries denied the northern slope had slipped.",
        DENIED,
        "Solm Quarries denies that the northern slope had slipped.",
        "The northern slope had slipped.",
    ),
    Sentence(
        "Mayor Ilka Torv denied any role in the closing of the ferry.",
        DENIED,
        "Ilka Torv denies any role in the closing of the ferry.",
        "The mayor had a role in the closing of the ferry.",
    ),
    Sentence(
        "Councillor Bent Ravik denied taking money from the gravel works at Hask.",
        DENIED,
        "Bent Ravik denies taking money from the gravel works at Hask.",
        "Ravik was taking money from the gravel works at Hask.",
    ),
    Sentence(
        "Inspector Odda Lenn denied having met the smugglers in Pelm.",
        DENIED,
        "Odda Lenn denies having met the smugglers in Pelm.",
        "Lenn met the smugglers in Pelm.",
    ),
    Sentence(
        "Treasurer Mikk Aster denied knowing about the missing ledgers.",
        DENIED,
        "Mikk Aster denies knowing about the missing ledgers.",
        "Aster knew about the missing ledgers.",
    ),
    Sentence(
        "The ministry rejected claims that the dam at Orv had cracked.",
        DENIED,
        "The ministry rejects claims that the dam at Orv had cracked.",
        "The dam at Orv had cracked.",
    ),
    Sentence(
        "The border guard rejected the claim that a patrol boat had sunk.",
        DENIED,
        "The border guard rejects the claim that a patrol boat had sunk.",
        "A patrol boat had sunk.",
    ),
    Sentence(
        "Halm Petroleum refuted reports of a leak at the eastern terminal.",
        DENIED,
        "Halm Petroleum denies reports of a leak at the eastern terminal.",
        "There is a leak at the eastern terminal.",
    ),
    Sentence(
        "Halm Shipping refuted reports that diesel had spilled into the estuary.",
        DENIED,
        "Halm Shipping denies reports that diesel had spilled into the estuary.",
        "Diesel had spilled into the estuary.",
    ),
    Sentence(
        "Engineer Pava Rehn disputed that the footbridge was unsafe.",
        DENIED,
        "Pava Rehn denies that the footbridge was unsafe.",
        "The footbridge was unsafe.",
    ),
    Sentence(
        "Governor Isk Marel dismissed as untrue the report that grain had been stolen.",
        DENIED,
        "Isk Marel dismisses the report that grain had been stolen.",
        "Grain had been stolen.",
    ),
    Sentence(
        "Governor Tove Brandt dismissed reports of looted granaries as untrue.",
        DENIED,
        "Tove Brandt dismisses reports of looted granaries as untrue.",
        "Granaries were looted.",
    ),
    Sentence(
        "Minister Aron Feld rejected as false claims that the ballot was rigged.",
        DENIED,
        "Aron Feld rejects claims that the ballot was rigged.",
        "The ballot was rigged.",
    ),
    Sentence(
        "The army dismissed claims it had shelled the village of Kesp.",
        DENIED,
        "The army dismisses claims it had shelled the village of Kesp.",
        "The army had shelled the village of Kesp.",
    ),
    Sentence(
        "The air force contested that its drones had crossed the river Sele.",
        DENIED,
        "The air force denies that its drones had crossed the river Sele.",
        "Drones of the air force had crossed the river Sele.",
    ),
    Sentence(
        "Lawyer Runa Visk repudiated the suggestion that her client had fled abroad.",
        DENIED,
        "Runa Visk denies that her client had fled abroad.",
        "The client of Runa Visk had fled abroad.",
    ),
    Sentence(
        "Director Emil Sorge rejected suggestions that the copper mine was closed.",
        DENIED,
        "Emil Sorge rejects suggestions that the copper mine was closed.",
        "The copper mine was closed.",
    ),
    Sentence(
        "Lindau Savings contradicted reports that its vault was empty.",
        DENIED,
        "Lindau Savings denies reports that its vault was empty.",
        "The vault of Lindau Savings was empty.",
    ),
    Sentence(
        "Judge Karsa Oln rejected accusations that her clerks had hidden the docket.",
        DENIED,
        "Karsa Oln rejects accusations that her clerks had hidden the docket.",
        "Clerks had hidden the docket.",
    ),
    Sentence(
        "Halm Rail denied responsibility for the derailment near Tusk.",
        DENIED,
        "Halm Rail denies responsibility for the derailment near Tusk.",
        "Halm Rail has responsibility for the derailment near Tusk.",
    ),
    Sentence(
        "Senator Wile Borg ruled out that the treaty was dead.",
        DENIED,
        "Wile Borg denies that the treaty was dead.",
        "The treaty was dead.",
    ),
    Sentence(
        "Provost Alba Nium denied allegations of plagiarism in the thesis.",
        DENIED,
        "Provost Alba Nium denies allegations of plagiarism in the thesis.",
        "There is plagiarism in the thesis.",
    ),
    Sentence(
        "Vedra Foods denied that there had been “rotten meat” in its depot at Ulm Bay.",
        DENIED,
        "Vedra Foods denies that there had been rotten meat in its depot at Ulm Bay.",
        "There had been rotten meat in the depot at Ulm Bay.",
    ),
    Sentence(
        "Officials denied that the curfew was lifted in Norrey.",
        DENIED,
        "Officials deny that the curfew was lifted in Norrey.",
        "The curfew was lifted in Norrey.",
    ),
    Sentence(
        "It was denied that the lighthouse had been sold.",
        DENIED,
        "Somebody denies that the lighthouse had been sold.",
        "The lighthouse had been sold.",
    ),
    Sentence(
        "Chief Bram Ostley denied that the sirens failed and that the shelters were locked.",
        DENIED,
        "Bram Ostley denies that the sirens failed and that the shelters were locked.",
        "The sirens failed and the shelters were locked.",
    ),
    Sentence(
        "Pilot Jorin Kell denies that the runway was icy.",
        DENIED,
        "Jorin Kell denies that the runway was icy.",
        "The runway was icy.",
    ),
    Sentence(
        "Curator Hede Marsh disavowed the statement that the statue was a forgery.",
        DENIED,
        "Hede Marsh denies that the statue was a forgery.",
        "The statue was a forgery.",
    ),
    # A negation within what is denied stays where it is: nothing is worked out.
    Sentence(
        "The dockers' union denied that the strike fund was not full.",
        DENIED,
        "The dockers' union denies that the strike fund was not full.",
        "The strike fund was not full.",
    ),
    # --- Denied in other words: the negation is part of what is said -----------------------------
    Sentence(
        "Spokesman Leif Aarn said it was not true that the wells were poisoned.",
        AFFIRMED,
        "It was not true that the wells were poisoned.",
        "The wells were poisoned.",
    ),
    Sentence(
        "Farmer Greta Voss said the orchard was never sprayed.",
        AFFIRMED,
        "The orchard was never sprayed.",
        "The orchard was sprayed.",
    ),
    Sentence(
        "Teacher Ossi Lund said no pupils were hurt in the annex.",
        AFFIRMED,
        "No pupils were hurt in the annex.",
        "Pupils were hurt in the annex.",
    ),
    Sentence(
        "Trainer Silke Ahn said the stable didn't burn.",
        AFFIRMED,
        "The stable didn't burn.",
        "The stable did burn.",
    ),
    # The speaker's own words beside a verb of denial are what they say.
    Sentence(
        "“We have no soldiers in Venn,” General Rok Stamm denied.",
        AFFIRMED,
        "We have no soldiers in Venn.",
        "We have soldiers in Venn.",
    ),
    Sentence(
        "Actress Mila Horn denied: “I have never been to the casino.”",
        AFFIRMED,
        "I have never been to the casino.",
        "I have been to the casino.",
    ),
    Sentence(
        "“The lift is safe,” Gondola Works insisted, denying that a cable had snapped.",
        DENIED,
        "Gondola Works denies that a cable had snapped.",
        "A cable had snapped.",
    ),
    # --- Doubted or asked: neither said nor denied -----------------------------------------------
    Sentence(
        "Critics doubt that the reservoir is clean.",
        AFFIRMED,
        "Critics doubt that the reservoir is clean.",
        "The reservoir is clean.",
    ),
    Sentence(
        "Historian Vigo Tarn doubted that the letter was genuine.",
        AFFIRMED,
        "Vigo Tarn doubted that the letter was genuine.",
        "The letter was genuine.",
    ),
    Sentence(
        "Deputy Ines Kalt questioned whether the tender was fair.",
        AFFIRMED,
        "Ines Kalt questioned whether the tender was fair.",
        "The tender was fair.",
    ),
    Sentence(
        "Reporter Sanna Wies asked whether the tunnel was flooded.",
        AFFIRMED,
        "Sanna Wies asked whether the tunnel was flooded.",
        "The tunnel was flooded.",
    ),
    # --- Not said: no claim comes of it ----------------------------------------------------------
    Sentence(
        "Captain Brel Auster has never said that the convoy was attacked.",
        NOT_SAID, "", "The convoy was attacked.",
    ),
    Sentence(
        "The harbour office refused to confirm that the trawler had sunk.",
        NOT_SAID, "", "The trawler had sunk.",
    ),
    Sentence(
        "The customs house declined to say whether the crates were opened.",
        NOT_SAID, "", "The crates were opened.",
    ),
    Sentence(
        "The coast guard would not confirm that the raft had capsized.",
        NOT_SAID, "", "The raft had capsized.",
    ),
    Sentence(
        "Minister Orla Pask did not say that the subsidy was cut.",
        NOT_SAID, "", "The subsidy was cut.",
    ),
    # A denial that did not take place is neither an affirmation nor a denial.
    Sentence(
        "The bakers' guild did not deny that the fund was empty.",
        NOT_SAID, "", "The fund was empty.",
    ),
    Sentence(
        "The tram company could not deny that the brakes were worn.",
        NOT_SAID, "", "The brakes were worn.",
    ),
    Sentence(
        "Archivist Lio Penn never denied that the map was copied.",
        NOT_SAID, "", "The map was copied.",
    ),
    Sentence(
        "The prefect refuses to deny that the jail was overcrowded.",
        NOT_SAID, "", "The jail was overcrowded.",
    ),
    Sentence(
        "Envoy Sera Duun denied saying that the talks were over.",
        NOT_SAID, "", "The talks were over.",
    ),
    # --- German -----------------------------------------------------------------------------------
    Sentence(
        "Die Wasserwerke Arn dementierten, dass die Rohre „vollständig geborsten“ seien.",
        DENIED,
        "Die Wasserwerke Arn bestreitet, dass die Rohre vollständig geborsten seien.",
        "Die Rohre seien vollständig geborsten.",
        "de",
    ),
    Sentence(
        "Ilka Torv bestritt, dass die Brücke „in schlechtem Zustand“ sei.",
        DENIED,
        "Ilka Torv bestreitet, dass die Brücke in schlechtem Zustand sei.",
        "Die Brücke sei in schlechtem Zustand.",
        "de",
    ),
    Sentence(
        "Bent Ravik bestreitet, „jemals Bargeld genommen“ zu haben.",
        DENIED,
        "Bent Ravik bestreitet: „jemals Bargeld genommen zu haben“.",
        "Ravik habe Bargeld genommen.",
        "de",
    ),
    Sentence(
        "Das Ministerium wies den Vorwurf zurück, der Damm sei „einsturzgefährdet“.",
        DENIED,
        "Das Ministerium bestreitet: „der Damm sei einsturzgefährdet“.",
        "Der Damm sei einsturzgefährdet.",
        "de",
    ),
    Sentence(
        "Runa Visk leugnete, dass ihr Mandant „ins Ausland geflohen“ sei.",
        DENIED,
        "Runa Visk bestreitet, dass ihr Mandant ins Ausland geflohen sei.",
        "Der Mandant sei ins Ausland geflohen.",
        "de",
    ),
    Sentence(
        "Emil Sorge wies darauf hin, dass die Grube „seit Mai geschlossen“ sei.",
        AFFIRMED,
        "Dass die Grube seit Mai geschlossen sei.",
        "Die Grube sei nicht seit Mai geschlossen.",
        "de",
    ),
    Sentence(
        "„Davon habe ich nichts gewusst“, dementierte Mikk Aster.",
        AFFIRMED,
        "Davon habe ich nichts gewusst.",
        "Davon habe ich gewusst.",
        "de",
    ),
    Sentence(
        "Odda Lenn sagte nicht, dass der Zoll „bestechlich“ sei.",
        NOT_SAID, "", "Der Zoll sei bestechlich.", "de",
    ),
    Sentence(
        "Tove Brandt bestritt nicht, dass der Speicher „geplündert“ worden sei.",
        NOT_SAID, "", "Der Speicher sei geplündert worden.", "de",
    ),
]  # fmt: skip
