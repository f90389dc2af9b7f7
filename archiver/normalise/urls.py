"""Addresses: checked, and brought to the one form by which they are compared.

Source: the parameters are those that newsletters, social networks and Chinese portals add to
addresses to see who shared them; none of them selects another article.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from archiver.errors import AddressError

_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|ms|y|tt|tw|wbra|gbra)cl(?:id|src)|gclsrc|mc_[ce]id|_hs(?:enc|mi)|igshid?|spm|scm|share_\w+"
    r"|is_?from_?webapp|from_?wechat|wx_?from|weibo_id|isappinstalled|nsukey|__twitter_impression|ocid|cmpid"
    r"|ref_src|ref_url|smid|smtyp|guccounter|s_?cid|xtor|at_medium|at_campaign|ns_\w+",
    re.ASCII | re.IGNORECASE,
)
# An address of nothing but a plain host and folders is canonical as it stands; most articles have such a one.
_PLAIN_HOST = r"https?://(?P<host>[a-z0-9_][a-z0-9_-]{0,62}(?:\.[a-z0-9_-]{1,63})*(?<!-))"
_PLAIN = re.compile(rf"{_PLAIN_HOST}/(?:[a-zA-Z0-9_~-][a-zA-Z0-9_~.-]*(?:/|\Z))*")
_HOST = re.compile(rf"{_PLAIN_HOST}(?=[/?#])")
# An address of these signs alone stays as it is, whatever it is joined to; most pictures have such a one.
_WHOLE = re.compile(r"https?://[\w.:-]+/[\w./%~,=&+@!:$()*'-]*(?:\?[\w./%~,=&+@!:$()*'-]+)?", re.ASCII)
_SAFE = "%/:?#[]@!$&'()*+,;=-._~"
_DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 2000
"""Characters, percent-encoded: more than that no index of a database takes."""


def check_url(raw: str) -> str:
    """Give an address without surrounding white space.

    Raises:
        AddressError: it is not an absolute http or https address.
    """
    url = raw.strip()
    if len(url) <= LONGEST_URL and _PLAIN.fullmatch(url):
        return url
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(f"{shorten(url)!r} is no address: {error}") from None
    if parts.username is not None or parts.password is not None:
        raise AddressError(f"the address of {host} carries a user name or password; leave them out")
    if parts.scheme.lower() not in _DEFAULT_PORTS or not host:
        raise AddressError(
            f"{shorten(url)!r} is no address; it must begin with http:// or https:// and a host"
        )
    if (
        len(quote(url, safe=_SAFE)) > LONGEST_URL
        or re.search(r"[\s\x00-\x1f\x7f]", url)
        or not _is_host(host)
    ):
        raise AddressError(f"{shorten(url)!r} is no address; check it for blanks, length and host name")
    return url


def join_url(base: str, url: str) -> str:
    """Make an address absolute.

    Raises:
        ValueError: it is none.
    """
    return url if _WHOLE.fullmatch(url) else urljoin(base, url)


def canonical_url(url: str) -> str:
    """Bring a checked address to the form by which addresses are compared.

    The scheme and host in lower case, without default port, fragment, user and tracking
    parameters; parameters sorted. ``http`` and ``https`` stay apart here: see ``url_identity``.
    """
    if _PLAIN.fullmatch(url):
        return url
    parts = urlsplit(canonicalize_url(url.strip(), keep_fragments=False))
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    port = parts.port
    where = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS.get(scheme):
        where = f"{where}:{port}"
    # Parameters are dropped as written: decoding would merge those of other encodings.
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.fullmatch(pair.partition("=")[0])]
    return urlunsplit((scheme, where, parts.path or "/", "&".join(kept), ""))


def url_identity(url: str) -> str:
    """Name the article at a plain address: the same for ``http`` and ``https``."""
    return "url:" + canonical_url(url).split("://", 1)[1]


def host_of(url: str) -> str:
    """Give an address's host with its port, in lower case, without ``www.``."""
    if url.isascii() and (plain := _HOST.match(url)):
        return plain["host"].removeprefix("www.")
    return urlsplit(canonical_url(url)).netloc.removeprefix("www.")


def shorten(url: str, limit: int = 120) -> str:
    """Cut an address for a message."""
    return url if len(url) <= limit else url[: limit - 1] + "…"


def _is_host(host: str) -> bool:
    if ":" in host:
        return True
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return False
    return re.fullmatch(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?", ascii_host) is not None
