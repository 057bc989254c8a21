"""A small sample of `make broker`."""

from bench import broker


def test_writers_stopped_in_the_middle_of_a_message_lose_none(tmp_path):
    figures, faults = broker.attempt(tmp_path, writers=2, messages=150)

    assert faults == [], figures
    assert "0 lost, 0 died" in figures


def test_kombus_own_transport_is_caught_at_it(tmp_path):
    """That this would notice."""
    _figures, faults = broker.attempt(
        tmp_path, writers=2, messages=150, transport="kombu.transport.filesystem:Transport"
    )

    assert faults
