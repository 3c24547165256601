"""The hosts that the desk sets up: the values that each needs, what the author does there, and its target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SERVERS = {"nginx": "nginx", "apache": "Apache", "pages": "another one, or I do not know"}
"""Web servers that serve a folder, by their names in the setting `HOSTING`."""


class Blank(NamedTuple):
    """A value that the author fills in."""

    key: str
    label: str
    hint: str = ""
    needed: bool = True
    secret: bool = False
    usual: str = ""


class HostSetup(NamedTuple):
    """A host."""

    name: str
    label: str
    kind: str
    """The kind of its target."""
    rules: str
    """Its name in the setting `HOSTING`; empty where the author says which web server it is."""
    blanks: tuple[Blank, ...]
    before: tuple[str, ...] = ()
    """What the author does at the host first."""
    after: tuple[str, ...] = ()
    """What the author does at the host once the site is published there."""


TOKEN = Blank(
    "token", "The access token",
    "Make one at GitHub: your picture, Settings, Developer settings, Fine-grained tokens; only this repository; Contents: Read and write. "
    "It opens your repository, so it is kept on this computer alone",
    needed=False, secret=True,
)  # fmt: skip
REPOSITORY = Blank("remote", "The address of the repository", "Such as https://github.com/your-name/your-site")


def _branch(name: str) -> Blank:
    return Blank("branch", "The branch that holds the finished site", "It is for the site alone", usual=name)


ACCOUNT = ("Make an account at github.com, and there a new, empty repository.",)
HOSTS = {
    host.name: host
    for host in (
        HostSetup(
            "github", "GitHub Pages", "github-pages", "pages", (REPOSITORY, TOKEN, _branch("gh-pages")), ACCOUNT,
            ("In the repository at GitHub, open Settings, Pages, and choose the branch {branch} and the folder / (root).",),
        ),
        HostSetup(
            "netlify", "Netlify", "github-pages", "netlify", (REPOSITORY, TOKEN, _branch("site")), ACCOUNT,
            ("At Netlify, add a site from that repository, with the branch {branch} and no build command.",),
        ),
        HostSetup(
            "cloudflare", "Cloudflare Pages", "github-pages", "cloudflare", (REPOSITORY, TOKEN, _branch("site")), ACCOUNT,
            ("At Cloudflare, open Workers & Pages, connect that repository, with the production branch {branch} and no build command.",),
        ),
        HostSetup(
            "folder", "A folder on this computer", "folder", "",
            (Blank("path", "The folder", "From the top of the disk, such as /srv/site; it is made if it is not there"),),
            (), ("Let your web server show {path}/current.",),
        ),
        HostSetup(
            "server", "A server of your own", "rsync", "",
            (
                Blank("host", "Your name there and the name of the server", "Such as anna@www.example.com"),
                Blank("path", "The folder there", "From its top, such as /srv/site"),
                Blank("port", "The port", "22 unless your host says otherwise", needed=False, usual="22"),
            ),
            ("Give your host the public key that stands below: it lets this computer in.",),
            ("Let the web server there show {path}/current.",),
        ),
        HostSetup(
            "s3", "Amazon S3, or a store like it", "s3", "s3",
            (
                Blank("bucket", "The name of the bucket"),
                Blank("region", "Its region", "Such as eu-central-1", needed=False),
                Blank("endpoint", "The address of the service", "Only where it is not Amazon's", needed=False),
                Blank("prefix", "The folder in the bucket", "Only where the site is not at its top", needed=False),
                Blank("access_key", "The access key", "It is kept on this computer alone", needed=False, secret=True),
                Blank("secret_key", "The secret key", needed=False, secret=True),
            ),
            ("Make a bucket that is for the site alone, and a key that may read, write, list and delete in it.",),
        ),
    )
}  # fmt: skip
"""Every host, by its name."""


def host_of(target: Mapping[str, Any], rules: str) -> HostSetup:
    """Return the host of a target."""
    candidates = [host for host in HOSTS.values() if host.kind == target["kind"]]
    return next((host for host in candidates if host.rules == rules), candidates[0])


def target_of(
    host: HostSetup, answers: Mapping[str, str], address: str, old_target: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the target for an author's answers; `address` is that of her site.

    Values of `old_target` that the desk does not ask for stay, such as a programmer's options for ssh.
    """
    values: dict[str, Any] = {"kind": host.kind}
    values |= {blank.key: text for blank in host.blanks if not blank.secret and (text := answers[blank.key].strip())}
    if "port" in values:
        values["port"] = int(values["port"]) if values["port"].isdecimal() else values["port"]
    if host.name == "github" and (name := own_domain(address)):
        values["cname"] = name
    form_keys = {"kind", "cname", *(blank.key for blank in host.blanks)}
    return values | {
        key: value for key, value in old_target.items() if key not in form_keys and old_target["kind"] == host.kind
    }


def own_domain(address: str) -> str:
    """Return the domain that GitHub needs to be told; empty for one of GitHub's own."""
    name = urlsplit(address).hostname or ""
    return "" if name.endswith("github.io") else name


def answer_faults(host: HostSetup, answers: Mapping[str, str]) -> list[str]:
    """Return what is missing from an author's answers, and what is invalid."""
    missing = [blank for blank in host.blanks if blank.needed and not answers[blank.key].strip()]
    results = [f"{blank.label} is missing" for blank in missing]
    path = answers.get("path", "")
    if path and not re.match(r"[/~]|[A-Za-z]:[\\/]", path):
        results.append(f'"{path}" does not say where the folder is; begin it with /')
    port = answers.get("port", "").strip()
    if port and not (port.isdecimal() and 0 < int(port) < 65_536):
        results.append(f'"{port}" is no port; it is a number, such as 22')
    if any(letter.isspace() for letter in answers.get("remote", "").strip()):
        results.append("the address of the repository has a space in it; copy it from your browser")
    return results
