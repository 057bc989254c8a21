"""The six people of the demo, and its team with them in it."""

from dataclasses import dataclass

from django.conf import settings

from teams import services
from teams.models import Team, User
from teams.roles import Role

TEAM = "Velmar Desk"
SLUG = "demo"
# name, address, role; the first leads.
PEOPLE = [
    ("Amira Holt", "amira@velmar.example", Role.LEAD),
    ("Kofi Aster", "kofi@velmar.example", Role.REVIEWER),
    ("Ilse Maren", "ilse@velmar.example", Role.REVIEWER),
    ("Tomas Brandt", "tomas@velmar.example", Role.REVIEWER),
    ("Nadia Quill", "nadia@velmar.example", Role.CONTRIBUTOR),
    ("Oskar Fell", "oskar@velmar.example", Role.VIEWER),
]


@dataclass(frozen=True)
class Desk:
    """The team and its people by first name. Amira leads, Nadia contributes, Oskar reads."""

    team: Team
    amira: User
    kofi: User
    ilse: User
    tomas: User
    nadia: User
    oskar: User


def sign_up() -> list[User]:
    """The demo's people in the order of `PEOPLE`, as at first: names, password, no superuser."""
    return [_account(name, email, role) for name, email, role in PEOPLE]


def _account(name: str, email: str, role: Role) -> User:
    person = User.objects.filter(email=email, is_demo=True).first()
    if person is None:
        return User.objects.create_user(
            email,
            settings.DEMO_PASSWORD,
            name=name,
            is_demo=True,
            is_staff=role == Role.LEAD,
        )
    person.name, person.is_active, person.is_superuser = name, True, False
    person.is_staff = role == Role.LEAD
    if not person.check_password(settings.DEMO_PASSWORD):
        person.set_password(settings.DEMO_PASSWORD)
    person.save()
    return person


def gather(people: list[User], *, task: str) -> Desk:
    """Make the demo team at `SLUG` with `people` in it, who come by invitation."""
    lead, *others = people
    team = services.create_team(name=TEAM, slug=SLUG, lead=lead, task=task, is_demo=True)
    for person, (_name, email, role) in zip(others, PEOPLE[1:], strict=True):
        invited = services.invite(team=team, email=email, role=role, by=lead)
        services.accept_invitation(secret=invited.secret, by=person)
    return Desk(team, *people)
