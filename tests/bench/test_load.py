"""The load of `make load`, small: what it counts is right, and it notices what it should."""

import pytest

from bench.audit import losses
from bench.shift import Shift
from claims.models import Mention

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_small_shift_loses_and_doubles_nothing(live_server):
    shift = Shift(live_server.url, reviewers=3, mentions=6, reviews=2)

    shift.work()

    assert shift.ledger.faults == []
    assert losses(shift.team, shift.ledger) == []
    won = [what for what, _pk in shift.ledger.won]
    assert (won.count("mention"), won.count("decide")) == (6, 2)
    assert shift.ledger.refused["mention"] >= 4  # the rivals

    lost = Mention.objects.filter(team=shift.team, curation="accepted").first()
    shift.ledger.won["mention", lost.pk].append((shift.people[0].person, "accept"))
    assert losses(shift.team, shift.ledger) != []
