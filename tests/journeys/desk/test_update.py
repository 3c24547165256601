"""A new version of Lodestar is taken up at the desk, and taken back, while a text is open in another tab."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desk.clone import Clone
from tests.repository import git
from tests.web import editor, follow, let_in, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
POST = "content/posts/2021/the-quiet-one-in-the-room.md"
BROKEN = "lodestar/desk/routes.py"


def release(folder: Path, version: str, news: str, code: str = "") -> None:
    """Make a version of Lodestar, in the repository where it comes from."""
    project = folder / "pyproject.toml"
    before = next(line for line in project.read_text().splitlines() if line.startswith("version = "))
    project.write_text(project.read_text().replace(before, f'version = "{version}"'))
    changes = folder / "CHANGELOG.md"
    changes.write_text(changes.read_text() + f"- {news}\n")
    (folder / BROKEN).write_text((folder / BROKEN).read_text() + code)
    git(folder, "commit", "--quiet", "--all", "-m", version)
    git(folder, "tag", f"v{version}")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Clone]:
    """A site with its record, whose desk runs; `lodestar` beside it is where Lodestar comes from."""
    clone = Clone(tmp_path)
    (clone.folder / ".gitignore").write_text(".venv\n.cache\n__pycache__\noutput\n")
    git(tmp_path, "init", "--quiet", "-b", "main", str(clone.folder))
    git(clone.folder, "add", "--all")
    git(clone.folder, "commit", "--quiet", "-m", "begun")
    git(tmp_path, "clone", "--quiet", str(clone.folder), str(tmp_path / "lodestar"))
    clone.start()
    yield clone
    clone.stop()


def test_a_new_version_is_taken_up_and_taken_back(browser, site, tmp_path):
    upstream = tmp_path / "lodestar"
    release(upstream, "8.0.0", "A *bell* rings.")
    with let_in(browser, site) as page:
        writing = page.context.new_page()
        writing.goto(f"{site.desk}/write/{POST.removeprefix('content/')}")
        editor(writing).wait_for()
        page.goto(site.desk + "/begin")
        follow(page, page.get_by_role("link", name="New versions of Lodestar"))
        assert "8.0.0" not in page.content(), "nothing is asked unasked"
        page.get_by_label("Where Lodestar comes from").fill(str(upstream))
        follow(page, page.get_by_role("button", name="Look for a new version"))
        assert "A bell rings." in page.inner_text("#main")
        page.get_by_role("button", name="Take it up").click()
        page.get_by_text("The desk is here again.").wait_for()
        page.get_by_text("You have Lodestar 8.0.0.").wait_for()

        editor(writing).press("ControlOrMeta+End")
        writing.keyboard.type("Written through it all.")
        until(lambda: (site.folder / POST).read_text().endswith("Written through it all.\n"))

        release(upstream, "8.1.0", "It rings twice.", "this is no Python\n")
        follow(page, page.get_by_role("button", name="Look for a new version"))
        follow(page, page.get_by_role("button", name="Take it up"))
        assert "Everything is as it was." in page.inner_text("#main")
        page.get_by_text("You have Lodestar 8.0.0.").wait_for()

        release(upstream, "8.2.0", "It rings softly.")
        (upstream / BROKEN).write_text((site.folder / BROKEN).read_text() + "# theirs\n")
        git(upstream, "commit", "--quiet", "--all", "-m", "mended")
        git(upstream, "tag", "v8.2.1")
        (site.folder / BROKEN).write_text((site.folder / BROKEN).read_text() + "# a programmer's\n")
        page.goto(site.desk + "/update")
        follow(page, page.get_by_role("button", name="Look for a new version"))
        follow(page, page.get_by_role("button", name="Take it up"))
        assert "One question" in page.inner_text("#main")
        assert (site.folder / BROKEN).read_text().endswith("# a programmer's\n"), "nothing was changed yet"
        page.get_by_role("button", name="The new version; what was changed can be had back").click()
        page.get_by_text("The desk is here again.").wait_for()
        page.get_by_text("You have Lodestar 8.2.0.").wait_for()
        assert "It rings softly." not in page.content()
        assert (site.folder / BROKEN).read_text().endswith("# theirs\n")

        page.get_by_text("Go back", exact=True).click()
        page.get_by_role("button", name="Go back to Lodestar 8.0.0").click()
        page.get_by_text("The desk is here again.").wait_for()
        page.get_by_text("You have Lodestar 8.0.0.").wait_for()
        assert (site.folder / BROKEN).read_text().endswith("# a programmer's\n")
        assert (site.folder / POST).read_text().endswith("Written through it all.\n")
