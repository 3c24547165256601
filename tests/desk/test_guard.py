"""No web page elsewhere, no other name of this machine and no stranger's browser can look into the desk or drive it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "[::1]:{port}",
        "127.0.0.1.evil.example:{port}",
        "0.0.0.0:{port}",
        "LOCALHOST.:{port}",
    ],
)
def test_a_name_that_was_pointed_at_this_machine_is_refused(live, host):
    """DNS rebinding: the browser believes it talks to evil.example."""
    for path in ("/posts", "/", "/.desk/events", "/publish"):
        answer = live.ask("GET", path, Host=host.format(port=live.port), Cookie=live.cookie)
        assert answer.status == 421
        assert live.key not in answer.text


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost:1", "http://127.0.0.1", "{site}"])
def test_a_change_from_another_site_is_refused_even_with_cookie_and_token(live, origin):
    """Cross-site POST; the preview, which runs scripts of posts, counts as another site."""
    body = f"token={live.token}&title=Stolen".encode()
    sent_origin = origin.format(site=f"http://{live.site_host}")
    answer = live.ask(
        "POST", "/new/post", body, Host=live.host, Cookie=live.cookie, Origin=sent_origin, Content_Type=FORM
    )
    assert answer.status == 403
    assert not list(live.content.rglob("stolen.md"))


def test_a_change_that_does_not_say_where_it_comes_from_is_refused(live):
    body = f"token={live.token}&title=Stolen".encode()
    assert live.ask("POST", "/new/post", body, Host=live.host, Cookie=live.cookie, Content_Type=FORM).status == 403


@pytest.mark.parametrize("token", ["", "wrong", "é"])
def test_a_change_without_the_token_of_this_start_is_refused(live, token):
    assert live.post("/new/post", {"token": token, "title": "Stolen"}).status == 403
    assert not list(live.content.rglob("stolen.md"))


def test_a_change_in_a_form_that_scripts_elsewhere_can_send_without_asking_is_refused(live):
    for kind in ("text/plain", "application/json", ""):
        answer = live.post("/new/post", {"title": "Stolen"}, Content_Type=kind)
        assert answer.status == 415


def test_even_looking_from_another_site_is_refused(live):
    assert live.get("/posts", Origin="https://evil.example").status == 403
    assert live.see("/", Origin="https://evil.example").status == 403


def test_the_desk_shows_nothing_to_a_browser_that_was_not_let_in(live):
    for cookie in ("", "desk-1=x", f"desk-{live.port}=wrong", f"desk-{live.port}"):
        answer = live.ask("GET", "/posts", Host=live.host, Cookie=cookie)
        assert answer.status == 403
        assert "First" not in answer.text
    assert live.ask("GET", "/?key=wrong", Host=live.host).status == 403


def test_the_link_that_the_command_prints_lets_a_browser_in(live):
    key = live.key
    answer = live.ask("GET", f"/?key={key}", Host=live.host)
    assert answer.status == 200 and 'content="0;url=/"' in answer.text and key not in answer.text
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    second_answer = live.ask("GET", f"/?key={key}", Host=live.host)
    assert second_answer.status == 403 and "set-cookie" not in second_answer.headers, "it lets one browser in"
    assert live.key != key and live.ask("GET", f"/?key={live.key}", Host=live.host).status == 200


def test_other_accounts_read_the_link_nowhere(live):
    import stat

    [page] = (live.folder / "cache/desk").glob("*.html")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    arguments = Path("/proc").glob("[0-9]*/cmdline") if Path("/proc").is_dir() else ()
    assert not any(live.key.encode() in readable(argument) for argument in arguments)


def readable(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # it has ended
        return b""


def test_a_page_elsewhere_learns_nothing_of_the_pictures_of_drafts(live):
    def policy(**headers: str) -> str:
        return live.see("/about/", **headers).headers["cross-origin-resource-policy"]

    assert policy() == policy(Referer="https://evil.example/") == policy(Referer=f"{live.origin}.evil.example/")
    assert policy() == "same-origin"
    assert (
        policy(Referer=f"{live.origin}/") == policy(Referer=f"http://{live.site_host}/theme/site.css") == "cross-origin"
    )


def test_a_link_of_the_preview_leads_into_the_desk_and_one_of_another_site_does_not(live):
    preview = {"Referer": f"http://{live.site_host}/", "Sec_Fetch_Mode": "navigate"}
    answer = live.ask("GET", "/write/posts/2026/first.md?raw=1", Host=live.host, **preview)
    assert answer.status == 200 and 'content="0;url=/write/posts/2026/first.md?raw=1"' in answer.text
    assert "Hello there" not in answer.text and live.token not in answer.text
    for referer in ("https://evil.example/", f"http://{live.site_host}.evil.example/", ""):
        headers = {**preview, "Referer": referer}
        assert live.ask("GET", "/write/posts/2026/first.md", Host=live.host, **headers).status == 403


def test_an_address_with_two_slashes_leads_to_no_other_host(live):
    assert live.see("//about").headers["location"] == "/about/"


def test_nothing_can_be_changed_through_the_preview(live):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = live.ask(method, "/new/post", b"x", Host=live.site_host, Origin=live.origin)
        assert answer.status in (403, 405)


def test_a_request_with_two_hosts_is_refused(live):
    import socket

    with socket.create_connection(("127.0.0.1", live.port)) as stream:
        stream.sendall(
            f"GET /posts HTTP/1.1\r\nHost: {live.host}\r\nHost: evil.example\r\nCookie: {live.cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        answer = stream.makefile("rb").read()
    assert b" 421 " in answer.split(b"\r\n")[0] or b" 400 " in answer.split(b"\r\n")[0]


def test_no_other_site_can_frame_the_desk_or_run_scripts_in_it(live):
    policy = live.get("/posts").headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy and "script-src" not in policy and "default-src 'self'" in policy
    assert live.get("/posts").headers["cross-origin-opener-policy"] == "same-origin"


def test_only_the_editor_lets_in_a_script_of_its_own_by_a_nonce_that_is_new_each_time(live):
    def nonce() -> str:
        policy = live.get("/write/posts/2026/first.md").headers["content-security-policy"]
        [script] = re.findall(r"script-src 'self' 'nonce-([\w-]{20,})';", policy)
        assert f"style-src 'self' 'nonce-{script}';" in policy and "unsafe" not in policy
        return script

    assert nonce() != nonce()


@pytest.mark.parametrize("path", ["/posts", "/write/posts/2026/first.md", "/publish", "/editor/"])
def test_no_page_of_the_desk_may_run_text_as_script(live, path):
    assert "unsafe-eval" not in live.get(path).headers["content-security-policy"]


def test_the_server_listens_on_this_machine_alone(live):
    import socket

    own_addresses = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)} - {
        "127.0.0.1",
        "::1",
        "127.0.1.1",
    }
    for address in own_addresses:
        with pytest.raises(OSError), socket.create_connection((address, live.port), timeout=1):
            pass


@pytest.mark.parametrize("path", ["/keep", "/keep/drop", "/write/posts/2026/first.md"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "{site}", ""])
def test_what_is_kept_is_closed_to_other_sites_too(live, path, origin):
    headers = {"Origin": origin.format(site=f"http://{live.site_host}")} if origin else {}
    body = f"token={live.token}&draft=0123abcd&path=posts/2026/first.md&body=stolen".encode()
    answer = live.ask("POST", path, body, Host=live.host, Cookie=live.cookie, Content_Type=FORM, **headers)
    assert answer.status == 403 and "stolen" not in answer.text
    assert not list(live.folder.glob("cache/desk/kept/unsaved/*"))


def test_what_a_browser_is_known_by_is_neither_the_link_nor_the_token(live):
    browser_key = live.cookie.partition("=")[2]
    assert len({browser_key, live.key, live.token}) == 3
    assert live.ask("GET", f"/?key={browser_key}", Host=live.host).status == 403
    assert live.ask("GET", "/posts", Host=live.host, Cookie=f"desk-{live.port}={live.key}").status == 403
    assert browser_key not in live.get("/posts").text + live.get("/here").text


def test_what_is_given_back_to_a_stranger_is_framed_by_nobody_and_kept_by_no_cache(live):
    answer = live.ask("POST", "/new/post", b"title=x", Host=live.host, Origin=live.origin, Content_Type=FORM)
    assert answer.status == 403 and answer.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    for kind in ("text/plain", "application/json", ""):
        headers = {"Host": live.host, "Origin": live.origin, "Content_Type": kind}
        assert "<form" not in live.ask("POST", "/new/post", b"title=x", **headers).text
