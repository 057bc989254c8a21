"""When two web addresses are the same document's."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

# Parameters that say how somebody came to a page, not which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|ref_src|cmpid|wt_mc|spm",
    re.IGNORECASE,
)
_PORTS = {"http": 80, "https": 443}
_UNESCAPED = "-._~!$&'()*+,;=:@"
LONGEST = 2000


def canonical(url: str) -> str:
    """`url` in the one form that all addresses of the same page share, "" for none.

    - http counts as https, scheme and host are lower case, the host in its ASCII form;
    - a default port, a user name and the fragment are left out;
    - "." and ".." and doubled slashes of the path are resolved, a slash at its end is left out;
    - characters that need no escape are not escaped, the others are, in capitals;
    - tracking parameters are left out and the others are sorted.

    "www." and what differs in any other way stay different. Raises ValueError for an address
    that is not one of the web.
    """
    if not url.strip():
        return ""
    parts = urlsplit(url.strip())
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"not a web address: {url}")
    host = parts.hostname.encode("idna").decode().rstrip(".")
    port = parts.port
    if port and port not in _PORTS.values():
        host = f"{host}:{port}"
    address = f"https://{host}{_path(parts.path)}{_query(parts.query)}"
    if len(address) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters: {url}")
    return address


def _path(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept = kept[:-1]
        elif part not in {"", "."}:
            kept.append(_escaped(part))
    return "".join(f"/{part}" for part in kept)


def _escaped(part: str) -> str:
    bare = unquote(part, errors="surrogateescape")
    return quote(bare, safe=_UNESCAPED, errors="surrogateescape")


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    told = sorted((name, value) for name, value in pairs if not _TRACKING.fullmatch(name))
    return f"?{urlencode(told)}" if told else ""
