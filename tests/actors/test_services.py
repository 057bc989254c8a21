"""What may be done to actors and their names, and what is refused."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from actors import services
from actors.models import Actor, Alias
from actors.vocabularies import ActorKind
from common.errors import ConflictError, DuplicateError, RuleError
from history.models import Event, EventPayload
from tests.factories.actors import make_actor, make_alias, make_protected, make_unnamed
from tests.factories.documents import make_document
from tests.factories.teams import make_cast, make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.both_dbs]
EDITED = {"name": "Port of Velmar", "kind": ActorKind.GOVERNMENT, "description": "Runs the quays."}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def reviewer(team):
    return make_member(team, "reviewer")


@pytest.fixture
def lead(team):
    return make_member(team, "lead")


def kinds():
    return list(Event.objects.order_by("seq").values_list("kind", flat=True))


def test_create_actor(team, reviewer):
    actor = services.create_actor(
        team=team, name="Pôrt Authority", kind=ActorKind.ORGANISATION, by=reviewer
    )

    event = Event.objects.get()
    assert (actor.folded, actor.added_by) == ("port authority", reviewer)
    assert (event.kind, event.object_id, event.actor_id) == ("actor.created", actor.pk, actor.pk)


def test_create_actor_of_a_known_name(team, reviewer):
    known = make_actor(team, "Port Authority")

    with pytest.raises(DuplicateError) as refusal:
        services.create_actor(team=team, name="the port authority", kind="outlet", by=reviewer)

    assert refusal.value.existing == known
    assert (Actor.objects.count(), Event.objects.count()) == (1, 0)


@pytest.mark.parametrize("name", ["Рort Аuthority", "Pоrt Authority"])
def test_create_actor_that_looks_as_another(team, reviewer, name):
    known = make_actor(team, "Port Authority")

    with pytest.raises(DuplicateError) as refusal:
        services.create_actor(team=team, name=name, kind="outlet", by=reviewer)
    made = services.create_actor(
        team=team, name=name, kind="outlet", by=reviewer, even_if_known=True
    )

    assert refusal.value.existing == known
    assert made.name == name


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u200b"])
def test_no_name_turns_words_round(team, reviewer, lead, sign):
    actor = make_actor(team, "Port of Velmar")
    name = f"Harbour {sign}Watch"
    tries = [
        lambda: services.create_actor(team=team, name=name, kind="outlet", by=reviewer),
        lambda: services.edit_actor(
            actor=actor, row_version=actor.row_version, by=reviewer, **{**EDITED, "name": name}
        ),
        lambda: services.add_alias(actor=actor, name=name, by=reviewer),
        lambda: services.protect_actor(
            actor=actor, public_label=name, readers=[], row_version=actor.row_version, by=lead
        ),
    ]

    for attempt in tries:
        with pytest.raises(RuleError, match="not seen"):
            attempt()

    assert Event.objects.count() == 0


APOSTROPHES = "\u2018\u2019\u02bc\u02bb\u2032\u00b4`\uff07"


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_one_name_whatever_the_apostrophe(team, reviewer, apostrophe):
    known = make_actor(team, f"Nuala O{apostrophe}Brien")

    with pytest.raises(DuplicateError) as refusal:
        services.create_actor(team=team, name="Nuala O'Brien", kind="person", by=reviewer)

    assert refusal.value.existing == known


def test_create_actor_of_a_known_name_on_purpose(team, reviewer):
    make_actor(team, "Port Authority")

    services.create_actor(
        team=team, name="Port Authority", kind="outlet", by=reviewer, even_if_known=True
    )

    assert Actor.objects.count() == 2


def test_create_actor_does_not_reveal_a_protected_name(team, reviewer):
    make_protected(team, "Ilva Norn")

    actor = services.create_actor(team=team, name="Ilva Norn", kind="person", by=reviewer)

    assert actor.name == "Ilva Norn"


@pytest.mark.parametrize("role", ["contributor", "viewer", "lead of another team"])
def test_create_actor_without_the_right(team, role):
    person = make_cast(team)[role]

    with pytest.raises(PermissionDenied):
        services.create_actor(team=team, name="Port", kind="outlet", by=person)

    assert not Actor.objects.exists()


def test_create_unnamed_once_per_document(team):
    contributor = make_member(team, "contributor")
    words = {"team": team, "words": "A fighter of the Legion", "by": contributor}

    first = services.create_unnamed(document_id=1, **words)
    again = services.create_unnamed(document_id=1, **words)
    elsewhere = services.create_unnamed(document_id=2, **words)

    assert first == again != elsewhere
    assert (first.kind, first.document_id) == (ActorKind.UNNAMED, 1)
    assert kinds() == ["actor.created"] * 2


def test_edit_actor(team, reviewer):
    actor = make_actor(team, "Port")

    services.edit_actor(actor=actor, row_version=1, by=reviewer, **EDITED)

    actor.refresh_from_db()
    assert (actor.name, actor.folded, actor.row_version) == (EDITED["name"], "port of velmar", 2)
    assert kinds() == ["actor.edited"]


def test_edit_actor_conflict(team, reviewer):
    actor = make_actor(team, "Port")
    services.edit_actor(actor=actor, row_version=1, by=reviewer, **EDITED)

    with pytest.raises(ConflictError) as conflict:
        services.edit_actor(actor=actor, row_version=1, by=reviewer, **EDITED | {"name": "Harbour"})

    assert conflict.value.current.name == EDITED["name"]
    assert kinds() == ["actor.edited"]


def test_edit_a_protected_actor_unread(team, reviewer):
    actor = make_protected(team)

    with pytest.raises(PermissionDenied):
        services.edit_actor(actor=actor, row_version=1, by=reviewer, **EDITED)

    actor.refresh_from_db()
    assert actor.name == "Ilva Norn"


def test_edit_keeps_the_source_of_a_document_unnamed(team, reviewer):
    actor = make_unnamed(team, document_id=make_document(team).pk)

    with pytest.raises(RuleError):
        services.edit_actor(actor=actor, row_version=1, by=reviewer, **EDITED)

    assert not Event.objects.exists()


def test_names_never_enter_the_history(team, reviewer, lead):
    actor = services.create_actor(team=team, name="Ilva Norn", kind="person", by=reviewer)
    services.add_alias(actor=actor, name="Nornlet", by=reviewer)
    values = {"name": "Ilva Nornsen", "kind": "person", "description": "Nornlet of Quay 4"}
    services.edit_actor(actor=actor, row_version=1, by=reviewer, **values)
    services.protect_actor(actor=actor, public_label="a docker", readers=[], row_version=2, by=lead)

    told = " ".join(str(content) for content in EventPayload.objects.values_list("content"))

    assert Event.objects.count() == 4
    assert "Norn" not in told


def test_add_alias(team):
    contributor = make_member(team, "contributor")
    actor = make_actor(team)

    alias = services.add_alias(actor=actor, name="Hafenamt", language="de", by=contributor)

    assert (alias.folded, alias.language, kinds()) == ("hafenamt", "de", ["alias.added"])


@pytest.mark.parametrize("word", ["the Group", "officials", "He", "Spokesman", "  "])
def test_generic_words_never_become_aliases(team, reviewer, word):
    actor = make_actor(team)

    with pytest.raises(RuleError):
        services.add_alias(actor=actor, name=word, by=reviewer)

    assert not Alias.objects.exists()


@pytest.mark.parametrize("name", ["The Harbour Office", "Hafenamt", "HAFENAMT"])
def test_an_alias_the_actor_has(team, reviewer, name):
    actor = make_actor(team, "Harbour Office")
    make_alias(actor, "Hafenamt")

    with pytest.raises(DuplicateError):
        services.add_alias(actor=actor, name=name, by=reviewer)

    assert (Alias.objects.count(), Event.objects.count()) == (1, 0)


def test_one_alias_may_fit_two_actors(team, reviewer):
    make_alias(make_actor(team), "the Office")

    alias = services.add_alias(actor=make_actor(team), name="the Office", by=reviewer)

    assert Alias.objects.filter(folded=alias.folded).count() == 2


def test_retire_an_alias_and_take_it_back(team, reviewer):
    alias = make_alias(make_actor(team), "Hafenamt")

    services.retire_alias(alias=alias, row_version=1, by=reviewer)
    back = services.add_alias(actor=alias.actor, name="Hafenamt", by=reviewer)

    assert (back.pk, back.is_retired) == (alias.pk, False)
    assert kinds() == ["alias.retired", "alias.added"]


def test_retire_an_alias_twice(team, reviewer):
    alias = make_alias(make_actor(team))
    services.retire_alias(alias=alias, row_version=1, by=reviewer)

    with pytest.raises(ConflictError):
        services.retire_alias(alias=alias, row_version=1, by=reviewer)

    assert kinds() == ["alias.retired"]


def test_aliases_of_a_protected_actor_need_its_name(team, reviewer):
    alias = make_alias(make_protected(team))

    with pytest.raises(PermissionDenied):
        services.add_alias(actor=alias.actor, name="Norn", by=reviewer)
    with pytest.raises(PermissionDenied):
        services.retire_alias(alias=alias, row_version=1, by=reviewer)

    assert not Event.objects.exists()


def test_protect_and_unprotect(team, lead, reviewer):
    actor = make_actor(team, "Ilva Norn")

    services.protect_actor(
        actor=actor, public_label="a docker", readers=[reviewer], row_version=1, by=lead
    )
    seen = {
        str(Actor.objects.visible_to(person).get())
        for person in (reviewer, make_member(team, "reviewer"))
    }
    services.unprotect_actor(actor=actor, row_version=2, by=lead)

    assert seen == {"Ilva Norn", "a docker"}
    assert (actor.is_protected, actor.readers.count()) == (False, 0)
    assert kinds() == ["actor.protected", "actor.unprotected"]


@pytest.mark.parametrize("label", ["", "  ", "Ilva Norn of Quay 4", "Nornlet, a docker"])
def test_protect_with_a_label_that_hides_nothing(team, lead, label):
    actor = make_actor(team, "Ilva Norn")
    make_alias(actor, "Nornlet")

    with pytest.raises(RuleError):
        services.protect_actor(actor=actor, public_label=label, readers=[], row_version=1, by=lead)

    actor.refresh_from_db()
    assert (actor.is_protected, Event.objects.count()) == (False, 0)


def test_protect_names_readers_of_the_team_alone(team, lead):
    outsider = make_member(make_team())
    actor = make_actor(team)

    with pytest.raises(RuleError):
        services.protect_actor(
            actor=actor, public_label="an office", readers=[outsider], row_version=1, by=lead
        )

    assert not actor.readers.exists()


def test_protect_conflict_leaves_the_readers(team, lead, reviewer):
    actor = make_actor(team)

    with pytest.raises(ConflictError):
        services.protect_actor(
            actor=actor, public_label="an office", readers=[reviewer], row_version=7, by=lead
        )

    assert not actor.readers.exists()


def test_protecting_is_for_leads(team, reviewer):
    actor = make_actor(team)

    with pytest.raises(PermissionDenied):
        services.protect_actor(
            actor=actor, public_label="an office", readers=[], row_version=1, by=reviewer
        )
    with pytest.raises(PermissionDenied):
        services.unprotect_actor(actor=actor, row_version=1, by=reviewer)


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "ghost"},
        {"name": ""},
        {"is_protected": True, "public_label": ""},
        {"document_id": 1, "kind": ActorKind.PERSON},
    ],
)
def test_the_database_refuses(team, values):
    row = {"name": "Port", "kind": ActorKind.OUTLET, "folded": "port", **values}
    author = make_member(team)

    with pytest.raises(IntegrityError), transaction.atomic():
        Actor.objects.create(team=team, added_by=author, **row)


def test_names_kept_before_are_folded_anew(team):
    migration = import_module("actors.migrations.0003_one_apostrophe")
    actor = make_actor(team, "Nuala O\u02bcBrien")
    twice = make_actor(team, "Port of Velmar")
    for name in ("D\u02bcArcy", "D'Arcy"):
        Alias.objects.create(actor=twice, name=name, folded=name.lower(), added_by=twice.added_by)
    Actor.objects.filter(pk=actor.pk).update(folded="nuala o\u02bcbrien")

    migration.fold_anew(apps, None)

    actor.refresh_from_db()
    assert actor.folded == "nuala o'brien"
    assert sorted(twice.aliases.values_list("folded", flat=True)) == ["d'arcy", "d\u02bcarcy"]
