"""Whom the demo's articles quote, as Kofi has put them on record."""

from dataclasses import dataclass

from actors import services
from actors.models import Actor
from actors.vocabularies import ActorKind as K
from demo.people import Desk
from demo.steps import seen

# name, kind, what it is, other names.
ACTORS = {
    "courier": ("The Velmar Courier", K.OUTLET, "Daily newspaper in Velmar", ["Courier"]),
    "daily": ("Tressin Daily", K.OUTLET, "Daily newspaper of the Arn valley", []),
    "messenger": ("The Kest Messenger", K.OUTLET, "Weekly newspaper in Kest", []),
    "agency": ("Nordan Press Agency", K.OUTLET, "News agency", ["NPA"]),
    "ministry": ("Ministry of Waterways", K.GOVERNMENT, "", ["Waterways Ministry"]),
    "venn": ("Marta Venn", K.PERSON, "Minister of Waterways", ["Minister Venn"]),
    "waterworks": ("Arn Waterworks", K.ORGANISATION, "Runs the Ostrel sluice", ["AWW"]),
    "lask": ("Teodor Lask", K.PERSON, "Director of Arn Waterworks", []),
    "tamm": ("Nele Tamm", K.PERSON, "Spokeswoman of Arn Waterworks", []),
    "institute": ("Kest Institute of Hydrology", K.ORGANISATION, "", ["Kest Institute"]),
    "farrow": ("Odile Farrow", K.PERSON, "Hydrologist at the Kest Institute", ["Dr Farrow"]),
    "fire": ("Arn Valley Fire Service", K.GOVERNMENT, "", []),
    "oste": ("Pieter Oste", K.PERSON, "Commander of the fire service", []),
    "brandis": ("Ilka Brandis", K.PERSON, "Mayor of Lower Tessin", ["Mayor Brandis"]),
    "asch": ("Ruben Asch", K.PERSON, "Deputy of the opposition", []),
    "committee": ("Lower Tessin Flood Committee", K.GROUP, "Residents", ["Flood Committee"]),
    "column": ("Ridge Column", K.ARMED_GROUP, "Armed group in the Kelm hills", []),
    "guard": ("Border Guard", K.GOVERNMENT, "", []),
    "worker": ("Jonas Weil", K.PERSON, "Night shift at the Ostrel sluice", ["J. Weil"]),
}
LABEL = "a worker of the Ostrel sluice"


@dataclass(frozen=True)
class Cast:
    """The actors of the demo by the short names of `ACTORS`."""

    actors: dict[str, Actor]

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]


def put_on_record(desk: Desk) -> Cast:
    """Make the actors with their aliases. Amira protects the worker; Kofi and Tomas know him."""
    made = {}
    for short, (name, kind, description, aliases) in ACTORS.items():
        made[short] = actor = services.create_actor(
            team=desk.team, name=name, kind=kind, description=description, by=desk.kofi
        )
        for alias in aliases:
            services.add_alias(actor=actor, name=alias, language="en", by=desk.kofi)
    services.protect_actor(
        actor=made["worker"],
        public_label=LABEL,
        readers=[desk.kofi, desk.tomas],
        row_version=seen(made["worker"]),
        by=desk.amira,
    )
    return Cast(made)
