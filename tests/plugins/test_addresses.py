"""An address is one, however it is written: in a link, in a header, in a rule, in the ledger."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.address import quoted, read_address, read_page_address

POST = "---\ntitle: T\ndate: 2026-01-02\n---\n"
SITEMAP = "<loc>https://example.com{}</loc>"
ONE = {
    "/files/handout(1).pdf": ("/files/handout%281%29.pdf", "/files/handout(1%29.pdf"),
    "/a!$&'()*+,;=:@~b": (
        "/a%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A%40%7Eb",
        "/a%21%24%26%27%28%29%2a%2b%2c%3b%3d%3a%40%7eb",
    ),
    "/caf%C3%A9/": ("/café/", "/caf%c3%a9/", "/cafe\u0301/"),
    "/about/": ("/%61bout/", "/x/../about/", "/./about/", "/x/y/../../about/"),
    "/a/": ("/a/b/..", "/a/.", "/a/./", "/../a/"),
    "/a%20b": ("/a b",),
    "/a%2Fb": ("/a%2fb",),
    "/2015/%E6%97": ("/2015/%e6%97",),
    "/100%25": ("/100%",),
    "/?p=12": (),
    "/%C3%BC?q=%c3#%c3": ("/ü?q=%c3#%c3",),
    "/会议/": (),
}


@pytest.mark.parametrize(("form", "spellings"), ONE.items())
def test_every_spelling_of_an_address_has_one_form(form: str, spellings: tuple[str, ...]) -> None:
    forms = {read_address(item) for item in (form, *spellings)}
    assert len(forms) == 1
    assert form in forms or not form.isascii()


@pytest.mark.parametrize(
    ("first_address", "second_address"),
    [
        ("/A/", "/a/"),
        ("/a%2Fb", "/a/b"),
        ("/a", "/a/"),
        ("/cafe%CC%81/", "/caf%C3%A9/"),
        ("/a%3Fb", "/a?b"),
        ("/a//b", "/a/b"),
    ],
)
def test_addresses_that_a_host_may_tell_apart_stay_two(first_address: str, second_address: str) -> None:
    assert read_address(first_address) != read_address(second_address)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_an_address_is_normal_once_and_for_all(text: str) -> None:
    result = read_address(f"/{text}")
    assert read_address(result) == result
    assert result.split("?")[0].split("#")[0].isascii()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_the_address_of_a_file_is_normal(name: str) -> None:
    if name not in (".", ".."):
        path = "/" + quoted(name.replace("/", "-"))
        assert read_address(path) == path
        assert unquote(path) == "/" + name.replace("/", "-")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_page_has_a_form_that_its_file_answers_or_is_refused(text: str) -> None:
    try:
        result = read_page_address(f"/{text}")
    except ValueError:
        return
    assert result.endswith(("/", ".html"))
    assert quoted(unquote(result)) == result


@pytest.mark.parametrize("ending", ["", "/"])
@pytest.mark.parametrize("spelling", ["/über", "/%C3%BCber", "/%c3%bcber", "/u\u0308ber", "/./über"])
def test_an_address_of_its_own_is_one_everywhere(build_site: Any, spelling: str, ending: str) -> None:
    built = build_site(
        f"-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\nurl: {spelling}{ending}\n---\nzebra\n"
        f"-- content/posts/y.md --\n{POST}[a](/über/) [b]({spelling}) [c]({{filename}}x.md) [d](/%C3%9Cber/../%c3%bcber/)\n",
        SITEURL="https://example.com",
    )
    assert built.code == 0, built.messages
    assert (built.output / "über/index.html").is_file()
    assert SITEMAP.format("/%C3%BCber/") in built["sitemap.xml"]
    assert "https://example.com/%C3%BCber/" in built["feed/index.xml"]
    assert "über" not in built["feed/index.xml"] + built["sitemap.xml"] + built["feed/atom/index.xml"]
    assert '<a href="/%C3%BCber/">c</a>' in built["2026/01/02/y/index.html"]


@pytest.mark.parametrize(
    ("spelling", "address"), [("/a/b", "/a/b/"), ("/a/b.html", "/a/b.html"), ("/a/index.html", "/a/")]
)
def test_an_address_of_its_own_ends_as_pages_do(build_site: Any, spelling: str, address: str) -> None:
    built = build_site(
        f"-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\nurl: {spelling}\n---\n[me]({spelling})\n",
        SITEURL="https://example.com",
    )
    assert built.code == 0, built.messages
    assert SITEMAP.format(address) in built["sitemap.xml"]
    assert f"item {address} T https://example.com{address}\n" in built["feed/index.xml"]


@pytest.mark.says
@pytest.mark.parametrize("spelling", ["/a?b/", "/a#b", "/a%2Fb/", "/caf%E9/", "//elsewhere/", "/a//b/"])
def test_an_address_that_no_page_can_have_is_refused(build_site: Any, spelling: str) -> None:
    built = build_site(f"-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\nurl: {spelling}\n---\n")
    message = (
        f'content/posts/x.md:4: no page can stand at "{spelling}"; write it without "?", "#", "//" and quoted slashes'
    )
    assert (built.messages, built.code) == ([message], 1)


NAMES = (
    "handout(1).pdf",
    "a+b.pdf",
    "a!b.pdf",
    "a&b.pdf",
    "a@2x.svg",
    "it's.pdf",
    "a,b;c=d.pdf",
    "a$b.pdf",
    "a*b.pdf",
    "~a.pdf",
    "café.pdf",
    "会议.pdf",
    "a b.pdf",
    "50%.pdf",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_linked_by_its_address_in_any_spelling(build_site: Any, name: str) -> None:
    spellings = {name.replace("%", "%25"), quoted(name), "".join(f"%{octet:02x}" for octet in name.encode())}
    links = "".join(f"[x](</files/{spelling}>) " for spelling in sorted(spellings))
    folder = build_site.folder / "content/files"
    folder.mkdir(parents=True)
    (folder / name).write_text("x")
    built = build_site(f"-- content/posts/x.md --\n{POST}{links}[y](<{{static}}/files/{name.replace('%', '%25')}>)\n")
    assert built.code == 0, built.messages
    assert f"files/{name}" in built


@pytest.mark.says
def test_a_link_in_another_unicode_form_is_told_how_to_be_written(build_site: Any) -> None:
    build_site.write("-- content/files/cafe\u0301.pdf --\nx\n")
    built = build_site(f"-- content/posts/x.md --\n{POST}[c](/files/caf\u00e9.pdf)\n")
    message = (
        'content/posts/x.md:5: "/files/café.pdf" leads to nothing; its letters are put together in another way; '
        'write "/files/cafe%CC%81.pdf"'
    )
    assert built.messages == [message]


@pytest.mark.parametrize(
    "file_name", ["{static}/images/caf\u00e9.svg", "../images/caf\u00e9.svg", "../images/caf%C3%A9.svg"]
)
def test_a_file_named_in_another_unicode_form_is_found(build_site: Any, file_name: str) -> None:
    build_site.write("-- content/images/cafe\u0301.svg --\n<svg xmlns='http://www.w3.org/2000/svg'/>\n")
    built = build_site(f"-- content/posts/x.md --\n{POST}![c]({file_name})\n")
    assert built.code == 0, built.messages
    assert 'src="/images/cafe%CC%81.svg"' in built["2026/01/02/x/index.html"]


@pytest.mark.says
def test_an_alias_in_two_spellings_is_said_to_stand_twice(build_site: Any) -> None:
    built = build_site(
        "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\naliases: [/old/café/, /old/caf%c3%a9/]\n---\n"
    )
    message = 'content/posts/x.md:4: the alias "/old/caf%C3%A9/" stands twice; delete one of the two'
    assert (built.messages, built.code) == ([message], 0)
    assert (built.output / "old/café/index.html").is_file()


@pytest.mark.says
@pytest.mark.parametrize("alias", ["/über/", "/%c3%bcber/", "/%C3%BCber/"])
def test_an_alias_that_is_the_address_itself_is_named_in_any_spelling(build_site: Any, alias: str) -> None:
    built = build_site(
        f"-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\nurl: /über/\naliases: [{alias}]\n---\n"
    )
    assert built.messages == ['content/posts/x.md:5: the alias "/%C3%BCber/" is the address itself; delete it']


@pytest.mark.says
def test_aliases_of_one_page_that_differ_in_case_are_told_from_those_of_another(build_site: Any) -> None:
    built = build_site("-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\naliases: [/old/A/, /old/a/]\n---\n")
    message = (
        "content/posts/x.md:1: the address /old/a/ differs from /old/A/, another one of this file, only in ways that not "
        "every disk knows; delete the alias"
    )
    assert (built.messages, built.code) == ([message], 1)


@pytest.mark.says
@pytest.mark.parametrize("link", ["[a](/contact/)", "[b]({filename}gone.md)", "[c]({tag}gone)", "![d](gone.png)"])
def test_what_many_links_to_one_missing_page_may_mean_is_looked_for_once(
    build_site: Any, monkeypatch: pytest.MonkeyPatch, link: str
) -> None:
    words: list[str] = []

    def did_you_mean(word: str, names: Any, otherwise: str) -> str:
        words.append(word)
        return otherwise

    monkeypatch.setattr("lodestar.engine.links.did_you_mean", did_you_mean)
    posts = (f"-- content/posts/p{day}.md --\n{POST.replace('-02', f'-0{day}')}{link}\n" for day in range(1, 6))
    assert build_site("".join(posts)).code == 1
    assert len(words) == 1
