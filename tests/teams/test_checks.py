"""With demo accounts present the server stays on this machine."""

import pytest
from django.core import checks

from teams.checks import demo_refusal
from tests.factories.teams import make_user

pytestmark = pytest.mark.django_db
EVERYWHERE = "0.0.0.0"  # noqa: S104


@pytest.mark.parametrize("bind", ["127.0.0.1", "localhost", "::1"])
def test_demo_accounts_on_loopback(bind):
    make_user(is_demo=True)

    assert demo_refusal(bind) == ""


@pytest.mark.parametrize("bind", [EVERYWHERE, "::", "192.168.1.5", "claims.example.org"])
def test_demo_accounts_elsewhere(bind):
    make_user(is_demo=True)

    assert bind in demo_refusal(bind)


@pytest.mark.parametrize("fields", [{}, {"is_demo": True, "is_active": False}])
def test_no_live_demo_accounts(fields):
    make_user(**fields)

    assert demo_refusal(EVERYWHERE) == ""


def found():
    return {each.id for each in checks.run_checks(databases=["default"])}


def test_the_system_check(settings):
    make_user(is_demo=True)
    at_home = found()

    settings.BIND = EVERYWHERE

    assert "teams.E001" not in at_home
    assert "teams.E001" in found()
