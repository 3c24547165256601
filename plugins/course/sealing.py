"""Lessons for those who enrolled: encrypted with AES-256-GCM, under a key that each cohort's passphrase unwraps.

The content key is random, made once, and kept with the passphrases in the environment. Nonces and salts are derived
from it by HMAC-SHA-256: nonces from what they are for and what is encrypted, so that they never repeat for different
texts, salts from the cohort's name. Nobody without the key can foresee them, and the same content gives the same bytes.
"""

from __future__ import annotations

import base64
import hmac
import json
import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from lodestar.base.values import Value
from plugins.pictures.clean import cleaned

if TYPE_CHECKING:
    from lodestar.engine.render import Places

ITERATIONS = 600_000
"""Of PBKDF2 with HMAC-SHA-256, as OWASP's Password Storage Cheat Sheet recommends."""
KEY_VARIABLE = "COURSE_KEY"
PHRASE_VARIABLE = "COURSE_PASSPHRASE_"
KEY_BYTES, NONCE_BYTES, SALT_BYTES = 32, 12, 16
SHORTEST = 16
"""The least characters of a passphrase; a shorter one can be guessed by anyone with the files."""
MAKE_KEY = 'python3 -c "import secrets; print(secrets.token_hex(32))"'


class Secrets:
    """The content key and the passphrases. Its `repr` reveals nothing, but changes with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        digits = environment.get(KEY_VARIABLE, "").strip()
        try:
            key = bytes.fromhex(digits)
        except ValueError:
            key = b""
        self.key = key if len(key) == KEY_BYTES else b""
        self.phrases = {
            name.removeprefix(PHRASE_VARIABLE): plain(value)
            for name, value in sorted(environment.items())
            if name.startswith(PHRASE_VARIABLE) and value.strip()
        }

    def __repr__(self) -> str:
        """Return a digest of the secrets: a new one changes the digest of the settings, and so the build."""
        return hmac.digest(self.key or b"none", repr(self.phrases).encode(), "sha256").hex() if self.key else "no key"

    def content_key(self, course: str) -> bytes:
        """Return the key of one course."""
        return HKDF(SHA256(), KEY_BYTES, None, b"course:" + course.encode()).derive(self.key)


def variable(course: str, cohort: str) -> str:
    """Return the end of the name of the environment variable with a cohort's passphrase."""
    return f"{course}_{cohort}".upper().replace("-", "_")


def anytime_variable(course: str) -> str:
    """Return the end of the name of the environment variable with the passphrase for learners at their own pace."""
    return course.upper().replace("-", "_")


def variables(course: str, cohorts: Iterable[str], anytime: bool) -> dict[str, str]:
    """Return the cohort of each passphrase variable of a course, by the end of the variable's name."""
    names = {variable(course, cohort): f"the cohort {cohort}" for cohort in cohorts}
    return names | ({anytime_variable(course): "those who join at any time"} if anytime else {})


def plain(phrase: str) -> str:
    """Return a passphrase normalized (NFC, single spaces), as the browser does, too."""
    return " ".join(unicodedata.normalize("NFKC", phrase).split())


def _derive(key: bytes, purpose: str, data: bytes, size: int) -> bytes:
    return hmac.digest(hmac.digest(key, purpose.encode(), "sha256"), data, "sha256")[:size]


def encrypt(key: bytes, label: str, data: bytes) -> bytes:
    """Return nonce and ciphertext; `label` is authenticated, so that one text cannot replace another."""
    nonce = _derive(key, "nonce:" + label, data, NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, label.encode())


def wrap(key: bytes, cohort: str, phrase: str, course: str) -> dict[str, str]:
    """Return the content key, encrypted under a key derived from a cohort's passphrase.

    The salt is made of the cohort's name and never of the passphrase: whoever has the content key can make it too, and
    could otherwise test a guess at another cohort's passphrase without the iterations.
    """
    salt = _derive(key, "salt:" + course, cohort.encode(), SALT_BYTES)
    wrapping_key = PBKDF2HMAC(SHA256(), KEY_BYTES, salt, ITERATIONS).derive(phrase.encode())
    return {"salt": _text(salt), "key": _text(encrypt(wrapping_key, course, key))}


def keys_file(key: bytes, phrases: Mapping[str, str], course: str) -> str:
    """Return the file of wrapped keys, on which a browser tries a passphrase: one key for each cohort, in an order that does
    not show whose it is."""
    wrapped = [wrap(key, cohort, phrase, course) for cohort, phrase in phrases.items()]
    results = {"iterations": ITERATIONS, "keys": sorted(wrapped, key=lambda entry: entry["salt"])}
    return json.dumps(results, indent=1) + "\n"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Seal(Value):
    """Encrypts texts for a template."""

    key: bytes
    label: str
    """The address of the encrypted output."""

    def name(self) -> str:
        """Return a name for the encrypted output that reveals nothing."""
        return _derive(self.key, "name", self.label.encode(), SALT_BYTES).hex()

    def close(self, text: str) -> str:
        """Return a text encrypted, in Base64."""
        return _text(encrypt(self.key, self.label, str(text).encode()))


class SealedFile(Value):
    """A file of a lesson, to be encrypted."""

    path: str
    """Path below content/."""
    hash: str
    seal: Seal


def sealed_file(value: SealedFile, places: Places) -> bytes:
    """Return a file encrypted; a picture without its metadata."""
    data = cleaned((places.root / value.path).read_bytes())
    return encrypt(value.seal.key, value.seal.label, data)
