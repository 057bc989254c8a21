"""The tags the components are made of, and the parts with rules of their own."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone

from claims.vocabularies import ClaimState, Holds, Said
from common.pagination import Page
from common.signs import SIGNS, label_of, sign_of
from common.templatetags import ui
from review.vocabularies import Stance

NOON = datetime(2026, 10, 22, 12, 0, tzinfo=ZoneInfo("UTC"))


def draw(template, **context):
    return Template("{% load ui %}" + template).render(Context(context))


# --- signs -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("axis", "vocabulary"),
    [("state", ClaimState), ("said", Said), ("holds", Holds), ("stance", Stance)],
)
def test_every_code_of_the_vocabularies_has_a_sign_and_its_label(axis, vocabulary):
    assert set(vocabulary.values) <= set(SIGNS[axis])
    assert [label_of(code) for code in vocabulary.values] == [str(w) for w in vocabulary.labels]


@pytest.mark.parametrize("axis", SIGNS)
def test_no_two_codes_of_an_axis_are_drawn_alike_unless_unjudged(axis):
    drawn = [sign.icon for sign in SIGNS[axis].values() if sign.hue != "v-none"]

    assert len(drawn) == len(set(drawn))


def test_sign_of_an_unknown_code_is_an_error():
    with pytest.raises(KeyError):
        sign_of("said", "true")


def test_label_is_the_glossarys_word():
    assert label_of("cannot_be_verified_yet") == "Cannot be verified yet"


# --- tags ------------------------------------------------------------------------------------


def test_icon_is_for_eyes_unless_it_has_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "search" %}')
    assert 'role="img" aria-label="Search"' in draw('{% icon "search" label="Search" %}')


def test_icon_escapes_its_label():
    assert "<b>" not in draw('{% icon "search" label=name %}', name="<b>")


def test_chip_says_word_and_confidence():
    drawn = draw('{% chip "said" "single_source" confidence="low" %}')

    assert "Single source" in drawn
    assert "#single-source" in drawn
    assert 'aria-label="low confidence"' in drawn


def test_chip_keeps_its_word_for_readers_when_wordless():
    assert '<span class="visually-hidden">Decided</span>' in draw(
        '{% chip "state" "decided" wordless=True %}'
    )


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Mara Oyelin", "MO"), ("Kofi", "KO"), ("a b c", "AC"), ("k@x.example", "KX"), ("", "?")],
)
def test_initials(name, letters):
    assert ui.initials(name) == letters


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOON - timedelta(minutes=108), "today, 10:12"),
        (NOON - timedelta(days=1), "yesterday, 12:00"),
        (NOON - timedelta(days=7), "15 Oct 2026, 12:00"),
        (NOON.date() - timedelta(days=7), "15 Oct 2026"),
        (NOON.date(), "today"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_when(moment, words):
    assert f">{words}</time>" in ui.when(moment)


@time_machine.travel(NOON, tick=False)
def test_when_speaks_of_the_readers_day():
    with timezone.override("Pacific/Auckland"):
        assert ">yesterday, 23:30<" in ui.when(NOON - timedelta(hours=1, minutes=30))


def test_when_of_nothing_is_nothing():
    assert ui.when(None) == ""


@pytest.mark.parametrize(
    ("days", "words", "css"),
    [
        (-3, "3 days late", "late"),
        (-1, "Yesterday", "late"),
        (0, "Today", "soon"),
        (1, "Tomorrow", ""),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_due(days, words, css):
    drawn = ui.due(NOON.date() + timedelta(days=days))

    assert f">{words}</time>" in drawn
    assert (f'class="{css}"' in drawn) is bool(css)


@time_machine.travel(NOON, tick=False)
def test_due_far_away_names_the_day():
    assert "Mon 26 Oct" in ui.due(NOON.date() + timedelta(days=4))
    assert "22 Oct 2027" in ui.due(NOON.date() + timedelta(days=365))


@pytest.mark.parametrize(
    ("view", "current"),
    [("claims:list", True), ("review:claim", True), ("claims:workbench", False), ("", False)],
)
def test_nav_current(view, current):
    request = RequestFactory().get("/")
    namespace, _, name = view.rpartition(":")
    request.resolver_match = ResolverMatch(
        print, (), {}, url_name=name, namespaces=[namespace] if namespace else None
    )

    found = ui.nav_current({"request": request}, "claims: review:", unless="claims:workbench")

    assert bool(found) is current


def test_query_without_one_value_keeps_the_rest_and_goes_to_the_first_page():
    request = RequestFactory().get("/?state=decided&state=to_check&q=bridge&after=abc")

    assert ui.query_without({"request": request}, "state", "decided") == "?state=to_check&q=bridge"
    assert ui.query_without({"request": request}, "state") == "?q=bridge"


def test_undo_url_comes_from_the_messages_tags():
    assert ui.undo_url(SimpleNamespace(extra_tags="big undo:/t/a/undo/")) == "/t/a/undo/"
    assert ui.undo_url(SimpleNamespace(extra_tags=None)) == ""


@pytest.mark.parametrize(
    ("before", "after", "drawn"),
    [
        ("it was dry", "it was dry", "it was dry"),
        ("warned repeatedly", "warned twice", "warned <del>repeatedly</del> <ins>twice</ins>"),
        ("was dry", "was very dry", "was <ins>very</ins> dry"),
        ("was very dry", "was dry", "was <del>very</del> dry"),
        ("", "new", "<ins>new</ins>"),
        ("a", "<b>", "<del>a</del> <ins>&lt;b&gt;</ins>"),
    ],
)
def test_changes_from(before, after, drawn):
    assert ui.changes_from(after, before) == drawn


# --- parts -----------------------------------------------------------------------------------


class Fields(forms.Form):
    name = forms.CharField(help_text="As it is written.")
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    sure = forms.BooleanField()


def field(name, data):
    return draw(
        '{% include "components/_field.html" with field=field only %}', field=Fields(data)[name]
    )


def test_field_ties_help_and_error_to_its_control():
    drawn = field("name", {})

    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "is-invalid" in drawn


def test_field_keeps_what_was_typed():
    assert 'value="&lt;b&gt;"' in field("name", {"name": "<b>"})


def test_field_of_choices_is_a_group_with_a_legend():
    drawn = field("kind", {"kind": "b"})

    assert "<fieldset" in drawn
    assert "<legend" in drawn
    assert 'value="b" id="id_kind_1" checked' in drawn


def test_error_summary_from_three_faults_on():
    summary = '{% include "components/_form_errors.html" with form=form only %}'

    assert 'href="#id_name"' in draw(summary, form=Fields({}))
    assert draw(summary, form=Fields({"name": "x", "kind": "a"})).strip() == ""


def test_pagination_keeps_the_filters():
    request = RequestFactory().get("/?state=decided&after=old")
    drawn = draw(
        '{% include "components/_pagination.html" %}',
        request=request,
        page=Page(rows=[1], next="new", previous=""),
    )

    assert 'href="?state=decided&amp;after=new"' in drawn
    assert 'rel="prev"' not in drawn


def test_evidence_without_stance_shows_no_hue():
    item = {"title": "Wire", "kind": "url", "stance": ""}
    drawn = draw('{% include "components/_evidence.html" with item=item only %}', item=item)

    assert "v-none" in drawn
    assert "h-green" not in drawn


def test_evidence_escapes_its_passage():
    item = {"title": "Wire", "stance": "supports", "passage": "<script>x</script>"}

    assert "<script>" not in draw(
        '{% include "components/_evidence.html" with item=item only %}', item=item
    )
