"""Every code of every vocabulary has a definition of its own."""

import pytest

from teams import registry

VOCABULARIES = {str(each.title): each for each in registry.vocabularies()}


@pytest.mark.parametrize("title", VOCABULARIES)
def test_every_code_is_defined(title):
    rows = VOCABULARIES[title].rows()

    assert len(rows) > 1
    assert all(str(definition) for _label, definition in rows)


def test_vocabularies_that_share_words_keep_their_own_definitions():
    assert "evidence" not in str(VOCABULARIES["Priority"].rows())
    assert VOCABULARIES["Priority"].rows()[2] != VOCABULARIES["Confidence"].rows()[2]
