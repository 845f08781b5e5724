"""E-mail and web addresses as people type and paste them."""

import re
from urllib.parse import urlsplit, urlunsplit

from engine.columntext import excerpt
from engine.errors import Invalid
from engine.text import Text

MAX_EMAIL, MAX_LOCAL, MAX_LABEL = 254, 64, 63
MAX_URL = 2000
SCHEMES = ("http", "https")
NAMED = re.compile(r'"?[^<>"]*"?<([^<>]+)>')
MARKDOWN = re.compile(r"\[([^\[\]]*)\]\((\S+)\)")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PORT = re.compile(r":\d{1,5}(?:[/?#]|$)")
UNSAFE = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}\u200e\u200f\u202a-\u202e\u2066-\u2069]")

NOT_AN_EMAIL = Text(
    "“{typed}” is not an e-mail address. Write it like name@example.com.",
    "« {typed} » n’est pas une adresse e-mail. Écrivez-la par exemple nom@exemple.fr.",
)
NOT_A_LINK = Text(
    "“{typed}” is not a web address. Write it like https://example.com, with a text before it if you like.",
    "« {typed} » n’est pas une adresse web. Écrivez-la par exemple https://exemple.fr, précédée d’un texte si vous voulez.",
)
NOT_THE_WEB = Text(
    "Links to “{scheme}” are not opened here. Give an address that begins with https:// or http://.",
    "Les liens « {scheme} » ne s’ouvrent pas ici. Donnez une adresse qui commence par https:// ou http://.",
)
LINK_TOO_LONG = Text(
    "This address has more than {limit} characters. Shorten it.",
    "Cette adresse a plus de {limit} caractères. Raccourcissez-la.",
)


def read_email(text: str) -> str:
    """The address in `Alice <alice@example.com>` or `mailto:…`, its domain in small letters. Raises Invalid."""
    named = NAMED.fullmatch(text)
    address = (named[1] if named else text).strip().removeprefix("mailto:")
    person, _, domain = address.rpartition("@")
    if not (is_person(person) and is_host(domain)) or len(address) > MAX_EMAIL:
        raise Invalid(NOT_AN_EMAIL, typed=excerpt(text))
    return f"{person}@{domain.lower()}"


def is_person(text: str) -> bool:
    """What may stand before the @."""
    written = all(sign.isalnum() or sign in "!#$%&'*+-/=?^_`{|}~." for sign in text)
    dotted = text.startswith(".") or text.endswith(".") or ".." in text
    return 0 < len(text) <= MAX_LOCAL and written and not dotted


def is_host(text: str, *, local: bool = False) -> bool:
    """A domain of two labels at least; with `local` also one alone, as machines of a house have."""
    labels = text.removesuffix(".").split(".")
    return (local or len(labels) > 1) and all(map(is_label, labels))


def is_label(text: str) -> bool:
    plain = all(sign.isalnum() or sign == "-" for sign in text)
    return 0 < len(text) <= MAX_LABEL and plain and text[0] != "-" and text[-1] != "-"


def read_link(text: str) -> tuple[str, str]:
    """Address and label of `https://…`, `example.com/a`, `Label https://…` or `[Label](https://…)`. Raises Invalid."""
    if found := MARKDOWN.fullmatch(text):
        return read_url(found[2], text), " ".join(found[1].split())
    words = text.split() or [""]
    for place in dict.fromkeys((len(words) - 1, 0)):
        if looks_like_url(words[place]):
            return read_url(words[place], text), " ".join(words[:place] + words[place + 1 :])
    raise Invalid(NOT_A_LINK, typed=excerpt(text))


def looks_like_url(word: str) -> bool:
    host = re.split(r"[/?#:]", word, maxsplit=1)[0]
    return bool(SCHEME.match(word)) or (is_host(host) and not host.replace(".", "").isdigit())


def read_url(word: str, typed: str) -> str:
    scheme = SCHEME.match(word)
    named = scheme is not None and not PORT.match(word, scheme.end() - 1)
    if scheme and named and scheme[0][:-1].lower() not in SCHEMES:
        raise Invalid(NOT_THE_WEB, scheme=excerpt(scheme[0]))
    if len(word) > MAX_URL:
        raise Invalid(LINK_TOO_LONG, limit=MAX_URL)
    try:
        parts = urlsplit(word if named else f"https://{word}")
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not is_host(host, local=True) or UNSAFE.search(word) or parts.username is not None:
        raise Invalid(NOT_A_LINK, typed=excerpt(typed))
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), *parts[2:]))


def short(url: str) -> str:
    """An address as it is shown: `exemple.fr/devis`."""
    return url.split("://", 1)[-1].removeprefix("www.").removesuffix("/")
