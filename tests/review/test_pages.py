"""The pages of the review: who may open them, what they show, what they cost."""

import pytest

from claims.vocabularies import ClaimState as S
from tests.factories.review import make_desk

pytestmark = pytest.mark.django_db

STATES = [
    (state, mode)
    for state in S.values
    for mode in ("none", "sign_off", "blind")
    if not (state == "second_review" and mode == "none")
    and not (state == "differing" and mode != "blind")
]


@pytest.mark.parametrize(("state", "mode"), STATES)
@pytest.mark.parametrize("who", ["lead", "first", "second", "third", "contributor", "viewer"])
def test_page_opens(client, state, mode, who):
    desk = make_desk(mode)
    claim = desk.at(state, mode=mode)
    client.force_login(getattr(desk, who))
    answer = client.get(claim.get_absolute_url())
    assert answer.status_code == 200
    answer = client.get(f"/t/{desk.team.slug}/my-work/")
    assert answer.status_code == 200
