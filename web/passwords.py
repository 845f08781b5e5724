"""Passwords: which are accepted, and their argon2id hashes."""

import os
import threading
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.errors import Invalid
from engine.text import Text

MEMORY = 19_456
"""KiB; with two passes what OWASP recommends. ROUAGE_PASSWORD_MEMORY changes it, tests make it cheap."""
AT_ONCE = threading.Semaphore(2)
SHORTEST, LONGEST = 8, 256
COMMON = (
    "password",
    "passw0rd",
    "motdepasse",
    "azerty",
    "qwerty",
    "123456",
    "letmein",
    "bienvenue",
    "welcome",
    "rouage",
)
TOO_SHORT = Text(
    "Choose a password of at least {shortest} characters; a few words make a good one.",
    "Choisissez un mot de passe d’au moins {shortest} caractères ; quelques mots en font un bon.",
)
TOO_LONG = Text("A password has at most {longest} characters.", "Un mot de passe a au plus {longest} caractères.")
GUESSABLE = Text(
    "This password is easy to guess. Choose one without common words, your name or your address.",
    "Ce mot de passe est facile à deviner. Choisissez-en un sans mot courant, sans votre nom ni votre adresse.",
)


def hash_password(password: str, *, email: str = "", name: str = "") -> str:
    """The hash to store. Raises Invalid when the password is too short, too long or easy to guess."""
    if len(password) < SHORTEST:
        raise Invalid(TOO_SHORT, field="password", shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid(TOO_LONG, field="password", longest=LONGEST)
    if is_guessable(password, email, name):
        raise Invalid(GUESSABLE, field="password")
    with AT_ONCE:
        return hasher().hash(password)


def is_right(password: str, password_hash: str | None) -> bool:
    """Takes the same time when there is no such account (`password_hash` None), or one that has no password yet."""
    known = password_hash if password_hash and hasher().current_hasher.identify(password_hash) else None
    with AT_ONCE:
        right = hasher().verify(password[: LONGEST + 1], known or decoy())
    return right and known is not None


def is_guessable(password: str, email: str, name: str) -> bool:
    """Whether only a little is left once digits, common words and the person's own words are taken away."""
    rest = password.casefold()
    own = (*email.casefold().replace("@", " ").replace(".", " ").split(), *name.casefold().split())
    for word in (*COMMON, *(word for word in own if len(word) > 2)):
        rest = rest.replace(word, "")
    return len(set(rest)) < 3


@cache
def hasher() -> PasswordHash:
    memory = int(os.environ.get("ROUAGE_PASSWORD_MEMORY") or MEMORY)
    return PasswordHash((Argon2Hasher(time_cost=2, memory_cost=memory, parallelism=1),))


@cache
def decoy() -> str:
    """The hash of nobody's password."""
    return hasher().hash("nobody")
