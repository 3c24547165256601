"""A gallery stands in as many columns as its author chose, on the page of a moved post."""

from __future__ import annotations

from typing import Any

import pytest

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import UPLOADS, export, item
from tests.wordpress.served import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")
STYLES = ROOT / "theme/static/css/components/placed.css"


@pytest.mark.parametrize(("width", "most_columns"), [(1200, 9), (320, 2)])
def test_a_gallery_has_the_columns_its_author_chose(
    browser: Any, importing: Importing, width: int, most_columns: int
) -> None:
    pictures = [
        item(id, post_type="attachment", status="inherit", post_parent=1, attachment_url=f"{UPLOADS}/{id}.jpg")
        for id in range(10, 22)
    ]
    column_counts = (1, 2, 3, 5, 9)
    body = importing(export(item(1, "\n\n".join(f"[gallery columns={number}]" for number in column_counts)), *pictures))
    html = f"<style>{STYLES.read_text()} .page {{ container-type: inline-size }}</style>"
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(f'{html}<div class="page"><div class="prose">{body.body("posts/2020/post-1.md")}</div></div>')
    columns = page.eval_on_selector_all(".gallery", "all => all.map(one => getComputedStyle(one).gridTemplateColumns)")
    page.close()
    assert [len(column.split()) for column in columns] == [min(number, most_columns) for number in column_counts]
