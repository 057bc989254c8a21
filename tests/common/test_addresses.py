"""Where a form leads back to."""

import pytest

from common.addresses import way_back


@pytest.mark.parametrize(
    ("back", "expected"),
    [
        ("/t/velmar/claims/", "/t/velmar/claims/"),
        ("http://testserver/t/", "http://testserver/t/"),
        ("", "/"),
        ("home", "/"),
        ("+1", "/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("///evil.example", "/"),
    ],
)
def test_only_to_addresses_of_ours(rf, back, expected):
    assert way_back(rf.post("/", {"next": back}), "/") == expected
