"""Addresses that hosts and file systems take for others, and those that the site needs for itself, behind real servers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lodestar.wordpress.command import main
from tests.publishing.servers import Servers
from tests.running import run_pelican
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item
from tests.wordpress.served import PLAIN, ROOT, MovedBlog

CUT = "%d1%80%d0%b0%d0%b1%d0%be%d1%82%d0%b0-%d0"
BLOG = "https://blog.example"
EXPORT = export(
    item(1, "Case.", post_name="my-post", link=f"{BLOG}/2020/02/03/My-Post/"),
    item(2, "About.", post_type="page", post_name="about", link=f"{BLOG}/About/"),
    item(3, "Cut.", post_name=CUT, link=f"{BLOG}/2020/02/03/{CUT}/"),
    *(item(id, f"{name}.", post_name=name, link=f"{BLOG}/{name}/") for id, name in enumerate(("author", "comments", "tags"), 4)),
    *(
        item(id, f"{name}.", post_type="page", post_name=name, link=f"{BLOG}/{name}/")
        for id, name in enumerate(("archives", "search", "feed"), 10)
    ),
)  # fmt: skip


@pytest.fixture(scope="module", params=["nginx", "apache"])
def moved_blog(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MovedBlog]:
    folder = tmp_path_factory.mktemp("hard")
    (folder / "export.xml").write_text(EXPORT, encoding="utf-8")
    assert main([str(folder / "export.xml"), "--content", str(folder / "content")]) == 0
    output = folder / "output"
    words = [str(folder / "content"), "-s", "publishconf.py", "-o", str(output)]
    settings = ["-e", f'CACHE_PATH="{folder / "cache"}"', f'HOSTING={{"host": "{request.param}"}}', *PLAIN]
    result = run_pelican(ROOT, *words, *settings)
    assert result.returncode == 0, result.stdout + result.stderr
    servers = Servers(folder)
    rules = (f"include {output / '.nginx' / name};" for name in ("maps.conf", "server.conf"))
    yield MovedBlog(
        request.param, output, servers.nginx(output, *rules) if request.param == "nginx" else servers.apache(output)
    )
    servers.stop()


@pytest.mark.parametrize(
    ("old_address", "new_address"),
    [
        ("/2020/02/03/My-Post/", "/2020/02/03/my-post/"),
        ("/2020/02/03/My-Post", "/2020/02/03/my-post/"),
        ("/2020/02/03/my-post/", "/2020/02/03/my-post/"),
        ("/About/", "/about/"),
        ("/about/", "/about/"),
        ("/About/feed/", "/comments/feed/"),
        ("/about/feed/", "/comments/feed/"),
        (f"/2020/02/03/{CUT}/", "/2020/02/03/rabota/"),
        ("/author/", "/2020/02/03/author/"),
        ("/comments/", "/2020/02/03/comments/"),
        ("/tags/", "/tags/"),
        ("/search/", "/search/"),
        ("/?page_id=11", "/search-2/"),
    ],
)
def test_an_address_answers_once_and_never_leads_to_itself(
    moved_blog: MovedBlog, old_address: str, new_address: str
) -> None:
    only_nginx = CUT in old_address and moved_blog.name == "apache"  # as the import says of it
    assert moved_blog.answer(old_address)[0] == ("" if only_nginx else new_address)


def test_no_rule_shadows_a_page_of_the_site(importing: Importing) -> None:
    result = importing(EXPORT)
    olds = [line.split()[0] for line in result["redirects.txt"].splitlines() if line and not line.startswith("#")]
    assert not {"/archives/", "/search/", "/feed/", "/tags/"} & set(olds)
    assert len(set(olds)) == len(olds)


def test_a_post_whose_address_the_site_needs_is_named_with_its_new_one(importing: Importing) -> None:
    result = importing(EXPORT)
    assert "the site has a page of its own at /tags/; the post is at /2020/02/03/tags/" in result.output
    assert "the site has a page of its own at /search/; the old one is at /search-2/" in result.output


def test_a_slug_that_was_cut_inside_a_letter_is_named(importing: Importing) -> None:
    assert f"the address /2020/02/03/{CUT}/ was cut inside a letter" in importing(EXPORT).output
