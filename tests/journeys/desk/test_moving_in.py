"""A blog moves in, from an empty folder to its readers, by the steps of docs/moving-from-wordpress.md.

What is typed there is typed in a terminal; what its author does at the desk she does in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk.clone import Clone, publish
from tests.publishing.servers import Servers, ask
from tests.web import ROOT, follow, let_in
from tests.wordpress.exports import UPLOADS, comment, export, item, meta, term
from tests.wordpress.files import jpeg

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
BLOG = "https://blog.example"
DOCS = (ROOT / "docs/moving-from-wordpress.md").read_text(encoding="utf-8")
BIO = "Margaret Smith is a career coach and the founder of UXL, and lives in Minneapolis."
WORK = term("Trust", "trust") + term("Coaching", "coaching", "category")
MENU = (
    meta("_menu_item_type", "post_type") + meta("_menu_item_object_id", "20") + meta("_menu_item_menu_item_parent", "0")
)
EXPORT = export(
    *(
        item(id, f"Thought {id}.\n\n[private]Paid words.[/private]\n\n{BIO}", terms=WORK, comments=comment(id, f"Yes to {id}!"))
        for id in range(1, 8)
    ),
    item(8, f'[caption id="a" caption="A hill"]<img src="{UPLOADS}/2020/02/hill-300x200.jpg" alt="A hill">[/caption]'),
    item(9, "Nobody saw this.", status="private"),
    item(20, "About me.", post_type="page", post_name="about", title="About me", link=f"{BLOG}/about/"),
    item(21, "Where I speak.", post_type="page", post_name="talks", post_parent=20, link=f"{BLOG}/about/talks/"),
    item(30, post_type="attachment", status="inherit", post_parent=8, post_name="hill", attachment_url=f"{UPLOADS}/2020/02/hill.jpg",
         link=f"{BLOG}/2020/02/03/post-8/hill/"),
    item(40, "", title="", post_type="nav_menu_item", terms=term("Main", "main", "nav_menu"), meta=MENU),
)  # fmt: skip
FEED = "<rss><channel>{}</channel></rss>"
ENTRY = f"<item><link>{BLOG}/2020/02/03/post-{{0}}/?utm_source=rss</link><guid>urn:x:{{0}}</guid></item>"
FOLLOWERS = "email_address,subscription_date,status\nrita@readers.example,2021-03-04,subscribed\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Clone]:
    """The project as it was downloaded, and beside it what the author saved of her blog."""
    result = Clone(tmp_path, 'HOSTING = {"host": "nginx"}\n')
    for name, text in {
        "blog.xml": EXPORT,
        "feed-1.xml": FEED.format("".join(map(ENTRY.format, (1, 2)))),
        "feed-2.xml": FEED.format(ENTRY.format(3)),
    }.items():
        (result.folder / name).write_text(text, encoding="utf-8")
    picture = result.folder / "uploads/2020/02/hill.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(jpeg())
    (tmp_path / "subscribers.csv").write_text(FOLLOWERS, encoding="utf-8")
    yield result
    if hasattr(result, "process"):
        result.stop()


def type_command(clone: Clone, command: str, options: tuple[str, ...] = (), answers: str = "") -> str:
    """Type a command of the page, in its folder; what it says."""
    assert f"python3 tasks.py {command}" in DOCS, "what is typed here is what the page says"
    home = str(clone.folder.parent)
    words = command.replace("~/Downloads", home).replace("~/", f"{home}/").split()
    return clone.run(*words, *options, answers=answers)


def test_a_blog_moves_in_from_an_empty_folder_to_its_readers(browser, project: Clone, tmp_path: Path) -> None:
    type_command(project, "begin --sample empty", answers="Calm Words\n" + "\n" * 8)
    assert not list((project.folder / "content").glob("posts/*/*.md"))

    command = "import-wordpress blog.xml --feed feed-1.xml feed-2.xml --media uploads/"
    output = type_command(project, command)
    assert "Ids of the saved feed: 3 of 3 taken." in output
    assert "7 times" in output.split("In and out")[0] or output.count("what [private] encloses") == 7
    assert "  address: https://blog.example" in output
    output = type_command(project, command, ("--lift", "--yes"))
    assert "Written into content/site.yaml" in output
    assert "Lifted out of 7 places" in output
    type_command(project, "build")

    project.start()
    with let_in(browser, project) as page:
        page.goto(project.desk + "/begin")
        assert page.get_by_label("What is your site called?").input_value() == "Calm Words"
        assert page.get_by_label("Which address will it have?").input_value() == BLOG
        assert page.get_by_label("What is your name?").input_value() == "Margaret Smith"
        page.get_by_label("Which mail address may readers write to?").fill("margaret@uxl-coaching.org")
        follow(page, page.get_by_role("button", name="Save"))
        page.get_by_text("The site is yours now").wait_for()

        page.goto(project.desk + "/check")
        page.wait_for_selector("#release[data-running=no]")
        assert "Nothing: it can be published as it is." in page.inner_text("#release")
        publish(page, project, "Publish now")

        live, servers = project.target / "current", Servers(tmp_path)
        rules = (f"include {live / '.nginx' / name};" for name in ("maps.conf", "server.conf"))
        try:
            port = servers.nginx(live, *rules)
            page.goto(f"http://127.0.0.1:{port}/2020/02/03/post-1/")
            assert page.locator("h1").inner_text() == "Post 1"
            assert "Thought 1." in page.inner_text("article")
            assert "Yes to 1!" in page.inner_text("main")
            for old_address, new_address in {
                "/2020/02/03/post-8/": "", "/about/talks/": "", "/tag/trust/": "", "/category/coaching/": "", "/2020/02/": "",
                "/feed/": "", "/comments/feed/": "", "/?p=3": "/2020/02/03/post-3/", "/2020/02/03/post-8/hill/": "/2020/02/03/post-8/",
                f"{UPLOADS.removeprefix(BLOG)}/2020/02/hill-300x200.jpg": "/images/2020/02/hill.jpg",
            }.items():  # fmt: skip
                reply = ask(port, old_address)
                assert (reply.status, reply.headers.get("location", "")) == (
                    301 if new_address else 200,
                    new_address,
                ), old_address
        finally:
            servers.stop()
    all_text = "\n".join(path.read_text("utf-8", "replace") for path in live.rglob("*") if path.is_file())
    assert "<title>Calm Words</title>" in project.live("feed/index.xml")
    assert all(f"urn:x:{id}<" in all_text for id in (1, 2, 3))
    assert not re.search(r"Paid words|Nobody saw this|secret@|Lead from the Heart", all_text)

    type_command(project, "import-followers ~/Downloads/subscribers.csv --to ~/followers")
    assert "rita@readers.example" in (tmp_path / "followers/buttondown.csv").read_text(encoding="utf-8")
