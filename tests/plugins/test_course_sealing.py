"""Lessons for those who enrolled: nothing of them in clear, the same bytes each time, and what rotating changes."""

from __future__ import annotations

import base64
import json
import re

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from PIL import Image

from plugins.course.sealing import Secrets, encrypt, keys_file, plain
from tests.plugins.test_course import COURSE, THEME

KEY = "0123456789abcdef" * 4
PHRASE = "kind words and a backbone"
NAME = "COURSE_PASSPHRASE_CALM_SUMMER"
CANARIES = ("Canarytext", "Canarypoint", "Canaryquiz", "Canarywhy", "Canaryalt", "Canarypicture", "Canarysub")
SEALED = (
    COURSE.replace("Canarytext.", "Canarytext.\n\n![Canaryalt](still.svg)\n\n::: quiz {#q}\nCanaryquiz?\n- [x] a\n  > Canarywhy.\n- [ ] b\n  > No.\n:::\n")
    + '-- content/courses/calm/01-breathe/still.svg --\n<svg xmlns="http://www.w3.org/2000/svg"><title>Canarypicture</title></svg>\n'
    + "-- content/courses/calm/01-breathe/lost.pdf --\nCanarysub\n"
)  # fmt: skip


@pytest.fixture
def sealed(build_site, monkeypatch):
    monkeypatch.setenv("COURSE_KEY", KEY)
    monkeypatch.setenv(NAME, PHRASE)
    return lambda text=SEALED, **settings: build_site(text, theme=THEME, COURSES={"enrolled": "passphrase"}, **settings)


def content_key(site, phrase: str) -> bytes:
    """Return the content key, as the browser finds it."""
    result = json.loads(site["courses/calm/sealed/keys.json"])
    for entry in result["keys"]:
        salt, key = base64.b64decode(entry["salt"]), base64.b64decode(entry["key"])
        outer = PBKDF2HMAC(SHA256(), 32, salt, result["iterations"]).derive(plain(phrase).encode())
        try:
            return AESGCM(outer).decrypt(key[:12], key[12:], b"calm")
        except InvalidTag:
            continue
    raise InvalidTag


def decrypt(site, key: bytes, address: str) -> str:
    data = base64.b64decode(site[address])
    return AESGCM(key).decrypt(data[:12], data[12:], f"/{address}".encode()).decode()


def test_no_canary_is_in_any_file_and_all_are_in_what_is_decrypted(sealed) -> None:
    site = sealed()
    assert site.messages == []
    for path in site.files():
        data = (site.output / path).read_bytes()
        for canary in CANARIES:
            assert canary.encode() not in data, path
            assert base64.b64encode(canary.encode())[:10] not in data, path
    key = content_key(site, "  kind words  and a backbone ")
    lesson = decrypt(site, key, "courses/calm/sealed/out.txt")
    assert all(canary in lesson for canary in CANARIES[:5])
    (picture,) = [path for path in site.files() if path.endswith(".svg") and "/sealed/" in path]
    assert f'src="/{picture}"' in lesson
    data = (site.output / picture).read_bytes()
    assert b"Canarypicture" in AESGCM(key).decrypt(data[:12], data[12:], f"/{picture}".encode())


def test_photographs_are_sealed_without_what_the_camera_said_and_nothing_is_made_of_them(sealed, tmp_path) -> None:
    folder = tmp_path / "content/courses/calm/01-breathe"
    folder.mkdir(parents=True)
    exif = Image.Exif()
    exif[0x010F] = "Canarycamera"
    Image.new("RGB", (900, 600), "red").save(folder / "still.jpg", exif=exif)
    site = sealed(SEALED.replace("still.svg)", "still.jpg)"))
    assert site.messages == []
    assert [path for path in site.files() if "still" in path] == []
    (picture,) = [path for path in site.files() if path.endswith(".jpg")]
    data = (site.output / picture).read_bytes()
    picture_data = AESGCM(opened_key()).decrypt(data[:12], data[12:], f"/{picture}".encode())
    assert b"Canarycamera" in (folder / "still.jpg").read_bytes()
    assert b"Canarycamera" not in picture_data


def test_a_wrong_phrase_opens_nothing(sealed) -> None:
    with pytest.raises(InvalidTag):
        content_key(sealed(), "kind words and a backbonf")


def test_the_count_of_iterations_is_what_is_recommended_today(sealed) -> None:
    assert json.loads(sealed()["courses/calm/sealed/keys.json"])["iterations"] >= 600_000


def test_the_same_content_gives_the_same_bytes(sealed) -> None:
    first = sealed()
    before = {path: (first.output / path).read_bytes() for path in first.files()}
    second = sealed(BUILD={"workers": 1, "clean": True})
    assert {path: (second.output / path).read_bytes() for path in second.files()} == before


def test_rotating_a_passphrase_wraps_the_key_anew_and_encrypts_nothing_else(sealed, monkeypatch) -> None:
    first = sealed()
    before = {path: (first.output / path).read_bytes() for path in first.files()}
    monkeypatch.setenv(NAME, "another phrase for the summer")
    second = sealed()
    changed_files = {path for path in second.files() if (second.output / path).read_bytes() != before.get(path)}
    assert changed_files == {"courses/calm/sealed/keys.json", "courses/calm/offline.json"}
    assert content_key(second, "another phrase for the summer") == opened_key()
    with pytest.raises(InvalidTag):
        content_key(second, PHRASE)


def test_a_salt_tells_whoever_has_the_content_key_nothing_of_a_passphrase() -> None:
    """With the key of the course one can make salts; each guess at a passphrase must cost the full derivation."""
    phrases = ({"SPRING": PHRASE, "SUMMER": "another phrase"}, {"SPRING": "other words", "SUMMER": PHRASE})
    files = [json.loads(keys_file(opened_key(), passphrases, "calm"))["keys"] for passphrases in phrases]
    salts = [[entry["salt"] for entry in file] for file in files]
    assert salts[0] == salts[1] and len(set(salts[0])) == 2
    wrapped = [entry["key"] for file in files for entry in file]
    assert len({key[:16] for key in wrapped}) == 4, "and no nonce repeats"


def opened_key() -> bytes:
    return Secrets({"COURSE_KEY": KEY}).content_key("calm")


def test_each_course_has_a_key_of_its_own_and_each_text_a_nonce() -> None:
    secrets = Secrets({"COURSE_KEY": KEY})
    assert secrets.content_key("a") != secrets.content_key("b")
    key = secrets.content_key("a")
    assert len({encrypt(key, label, text)[:12] for label in ("x", "y") for text in (b"1", b"2")}) == 4


def test_secrets_show_nothing_of_themselves() -> None:
    representation = repr(Secrets({"COURSE_KEY": KEY, NAME: PHRASE}))
    assert KEY not in representation
    assert PHRASE not in representation
    assert representation != repr(Secrets({"COURSE_KEY": KEY, NAME: "another phrase"}))


@pytest.mark.says
def test_the_key_and_a_passphrase_are_needed(sealed, monkeypatch) -> None:
    monkeypatch.delenv("COURSE_KEY")
    monkeypatch.delenv(NAME)
    site = sealed()
    assert site.code == 1
    assert [message.partition(": ")[2].partition(";")[0] for message in site.messages] == [
        "no cohort has a passphrase, so nobody could read the lessons",
        "the environment has no COURSE_KEY of 64 hexadecimal digits, under which lessons are encrypted",
    ]


@pytest.mark.says
def test_a_short_passphrase_is_refused(sealed, monkeypatch) -> None:
    monkeypatch.setenv(NAME, "sunny")
    (message,) = sealed().messages
    assert "has fewer than 16 characters, and could be guessed" in message
    assert "sunny" not in message


@pytest.mark.says
def test_a_file_that_everyone_can_fetch_is_refused_in_such_a_lesson(sealed) -> None:
    text = SEALED.replace("(still.svg)", "({static}/images/still.svg)") + "-- content/images/still.svg --\n<svg/>\n"
    (message,) = sealed(text).messages
    assert message.startswith(
        'content/courses/calm/01-breathe/02-out.md:10: everyone can fetch "{static}/images/still.svg"'
    )


@pytest.mark.says
def test_a_public_page_cannot_lead_to_a_file_that_is_withheld(sealed) -> None:
    post = "-- content/posts/2026/leak.md --\n---\ntitle: Leak\ndate: 2026-01-01\n---\n![x]({static}/courses/calm/01-breathe/still.svg)\n"
    (message,) = sealed(SEALED + post).messages
    assert "which readers cannot see" in message


ANYTIME = re.sub(r"\ncohorts:\n(?: .*\n)+", "\n", SEALED).replace("/join\n", "/join\n  when: any time\n")


def test_a_course_at_ones_own_pace_has_a_passphrase_without_a_cohort(build_site, monkeypatch) -> None:
    monkeypatch.setenv("COURSE_KEY", KEY)
    monkeypatch.setenv("COURSE_PASSPHRASE_CALM", PHRASE)
    site = build_site(ANYTIME, theme=THEME, COURSES={"enrolled": "passphrase"})
    assert (site.code, site.messages) == (0, [])
    assert "Canarytext" in decrypt(site, content_key(site, PHRASE), "courses/calm/sealed/out.txt")
    assert "1 module" in site["courses/calm/index.html"] and "1 modules" not in site["courses/calm/index.html"]
    assert "Next cohort" not in site["courses/calm/index.html"]


@pytest.mark.says
def test_a_course_at_ones_own_pace_says_which_passphrase_it_lacks(build_site, monkeypatch) -> None:
    monkeypatch.setenv("COURSE_KEY", KEY)
    site = build_site(ANYTIME, theme=THEME, COURSES={"enrolled": "passphrase"})
    assert site.code == 1
    assert "set COURSE_PASSPHRASE_CALM in the environment" in site.messages[0]
