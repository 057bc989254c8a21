from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import workers
from jobs.models import Worker
from tests.factories.jobs import make_worker

pytestmark = pytest.mark.django_db


def test_nobody_is_alive_before_the_first_beat():
    assert not workers.alive()


def test_beat_makes_alive_and_repeats():
    workers.beat("one")
    workers.beat("one")

    assert workers.alive()
    assert Worker.objects.count() == 1


def test_a_worker_silent_for_half_a_minute_is_gone():
    make_worker(beat_at=timezone.now() - timedelta(seconds=31))

    assert not workers.alive()


def test_beat_forgets_those_long_gone():
    make_worker(beat_at=timezone.now() - timedelta(days=2))

    workers.beat("one")

    assert list(Worker.objects.values_list("name", flat=True)) == ["one"]
