"""Block posts lose their comments and keep their HTML; dynamic blocks are replaced and named."""

from __future__ import annotations

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item
from wordpress.blocks import flatten


def test_the_html_of_a_block_stays_as_it_is() -> None:
    assert flatten('<!-- wp:heading {"level":3} --><h3>A</h3><!-- /wp:heading -->')[0] == "<h3>A</h3>"


def test_no_paragraphs_are_made_of_line_breaks_in_blocks(importing: Importing) -> None:
    made = importing(export(item(1, "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->")))
    assert made.body("posts/2020/post-1.md") == "One two"


def test_a_dynamic_block_becomes_a_link_to_what_this_site_has(importing: Importing) -> None:
    made = importing(export(item(1, "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->\n\n<!-- wp:archives /-->")))
    assert made.body("posts/2020/post-1.md") == "a\n\n[All posts by month](/archives/)"
    assert "the dynamic block archives; a link" in made.said


def test_a_reusable_block_is_written_out(importing: Importing) -> None:
    reusable = item(9, "<!-- wp:paragraph --><p>Again and again</p><!-- /wp:paragraph -->", post_type="wp_block")
    made = importing(export(item(1, '<!-- wp:block {"ref":9} /-->'), reusable))
    assert made.body("posts/2020/post-1.md") == "Again and again"


def test_an_embed_is_a_link_with_a_title_and_no_frame(importing: Importing) -> None:
    wrapper = (
        '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">\nhttps://vimeo.com/1\n</div></figure>'
    )
    frame = '<!-- wp:html --><iframe src="https://www.youtube.com/embed/abc"></iframe><!-- /wp:html -->'
    body = importing(export(item(1, f"<!-- wp:embed -->{wrapper}<!-- /wp:embed -->\n\n{frame}"))).body(
        "posts/2020/post-1.md"
    )
    assert 'href="https://vimeo.com/1"' in body
    assert '[https://www.youtube.com/watch?v=abc](https://www.youtube.com/watch?v=abc "Video on YouTube")' in body
    assert "iframe" not in body


def test_more_and_next_page_stay_as_marks_and_further_pages_redirect(importing: Importing) -> None:
    made = importing(export(item(1, "One\n\n<!--more-->\n\nTwo\n\n<!--nextpage-->\n\nThree")))
    assert made.body("posts/2020/post-1.md") == "One\n\n<!--more-->\n\nTwo\n\n<!--nextpage-->\n\nThree"
    assert "\n/2020/02/03/post-1/2/ /2020/02/03/post-1/\n" in made["redirects.txt"]
