import pytest

from documents.addresses import canonical

SAME = "https://velmar.example/news/bridge"


@pytest.mark.parametrize(
    "url",
    [
        "https://velmar.example/news/bridge",
        "http://velmar.example/news/bridge",
        "  HTTPS://Velmar.Example/news/bridge  ",
        "https://velmar.example:443/news/bridge/",
        "http://velmar.example:80/news/bridge#top",
        "https://reader@velmar.example/news/bridge",
        "https://velmar.example//news/./old/../bridge",
        "https://velmar.example./news/%62ridge",
        "https://velmar.example/news/bridge?utm_source=post&fbclid=1&gclid=2",
    ],
)
def test_canonical_is_the_same_for_the_same_page(url):
    assert canonical(url) == SAME


@pytest.mark.parametrize(
    "url",
    [
        "https://www.velmar.example/news/bridge",
        "https://velmar.example:8443/news/bridge",
        "https://velmar.example/News/bridge",
        "https://velmar.example/news%2Fbridge",
        "https://velmar.example/news/bridge?page=2",
    ],
)
def test_canonical_differs_for_what_may_be_another_page(url):
    assert canonical(url) != SAME


def test_canonical_sorts_parameters_and_keeps_empty_ones():
    assert canonical("https://a.example/?b=2&a=&c") == "https://a.example?a=&b=2&c="


def test_canonical_writes_other_scripts_in_one_way():
    wide, escaped = "https://möve.example/brücke", "https://xn--mve-sna.example/br%c3%bccke"

    assert canonical(wide) == canonical(escaped)


def test_canonical_is_stable():
    once = canonical("http://A.example/ü %zz?x=%26&y=ä")

    assert canonical(once) == once


@pytest.mark.parametrize("url", ["", "   "])
def test_canonical_of_nothing(url):
    assert canonical(url) == ""


@pytest.mark.parametrize(
    "url",
    [
        "velmar.example/news",
        "ftp://velmar.example/a",
        "javascript:alert(1)",
        "https://",
        "https://a.example:port/",
        "https://[::1/",
        "https://" + "a" * 70 + ".example/",
        "https://a.example/" + "ü" * 1000,
    ],
)
def test_canonical_refuses_what_is_no_web_address(url):
    with pytest.raises(ValueError):  # noqa: PT011  (any kind of it)
        canonical(url)
