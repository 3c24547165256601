"""Block posts lose their comments and keep their HTML; dynamic blocks are replaced and named."""

from __future__ import annotations

from lodestar.wordpress.blocks import flatten
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, meta


def test_the_html_of_a_block_stays_as_it_is() -> None:
    assert flatten('<!-- wp:heading {"level":3} --><h3>A</h3><!-- /wp:heading -->')[0] == "<h3>A</h3>"


def test_no_paragraphs_are_made_of_line_breaks_in_blocks(importing: Importing) -> None:
    result = importing(export(item(1, "<!-- wp:paragraph -->\n<p>One\ntwo</p>\n<!-- /wp:paragraph -->")))
    assert result.body("posts/2020/post-1.md") == "One two"


def test_a_dynamic_block_becomes_a_link_to_what_this_site_has(importing: Importing) -> None:
    result = importing(export(item(1, "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->\n\n<!-- wp:archives /-->")))
    assert result.body("posts/2020/post-1.md") == "a\n\n[All posts by month](/archives/)"
    assert "the dynamic block archives in posts/2020/post-1.md; a link" in result.output


def test_a_reusable_block_is_written_out(importing: Importing) -> None:
    reusable = item(9, "<!-- wp:paragraph --><p>Again and again</p><!-- /wp:paragraph -->", post_type="wp_block")
    result = importing(export(item(1, '<!-- wp:block {"ref":9} /-->'), reusable))
    assert result.body("posts/2020/post-1.md") == "Again and again"


def test_a_synced_pattern_says_what_the_post_put_into_it(importing: Importing) -> None:
    bound = '"bindings":{"__default":{"source":"core/pattern-overrides"}}'
    pattern = item(
        9,
        f'<!-- wp:heading {{"metadata":{{"name":"Title",{bound}}}}} --><h2 class="x">Default</h2><!-- /wp:heading -->'
        f'<!-- wp:button {{"metadata":{{"name":"Go",{bound}}}}} --><div><a href="/a/">Default</a></div><!-- /wp:button -->'
        "<!-- wp:paragraph --><p>The same everywhere.</p><!-- /wp:paragraph -->",
        post_type="wp_block",
    )
    block_facts = '{"ref":9,"content":{"Title":{"content":"My <em>own</em> words"},"Go":{"text":"Come","url":"https://a.example/"},"No":3}}'
    result = importing(
        export(item(1, f"<!-- wp:block {block_facts} /-->"), item(2, '<!-- wp:block {"ref":9} /-->'), pattern)
    )
    assert result.body("posts/2020/post-1.md") == (
        "## My *own* words {: .x }\n\n[Come](https://a.example/)\n\nThe same everywhere."
    )
    assert result.body("posts/2020/post-2.md").startswith("## Default")


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
    result = importing(export(item(1, "One\n\n<!--more-->\n\nTwo\n\n<!--nextpage-->\n\nThree")))
    assert result.body("posts/2020/post-1.md") == "One\n\n<!--more-->\n\nTwo\n\n<!--nextpage-->\n\nThree"
    assert "\n/2020/02/03/post-1/2/ /2020/02/03/post-1/\n" in result["redirects.txt"]


def test_the_picture_of_an_older_cover_block_stays(importing: Importing) -> None:
    cover = '<!-- wp:cover-image --><div class="wp-block-cover-image" style="background-image:url(\'https://x.example/a.jpg\')"><p>Over</p></div><!-- /wp:cover-image -->'
    body = importing(export(item(1, cover))).body("posts/2020/post-1.md")
    assert '<img alt="" src="https://x.example/a.jpg">' in body
    assert "Over" in body


def test_footnotes_are_written_out_from_where_wordpress_keeps_them(importing: Importing) -> None:
    text = '<!-- wp:paragraph --><p>So<sup data-fn="n1" class="fn"><a href="#n1" id="n1-link">1</a></sup>.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->'
    notes = meta("footnotes", '[{"content":"See <em>page 3</em>.","id":"n1"}]')
    body = importing(export(item(1, text, meta=notes))).body("posts/2020/post-1.md")
    assert '<sup class="fn">[1](#n1){: #n1-link }</sup>' in body
    assert '<li id="n1">See <em>page 3</em>. <a href="#n1-link">↩︎</a></li>' in body


def test_what_only_subscribers_could_read_stays_out(importing: Importing) -> None:
    paywalled = "<!-- wp:paragraph --><p>Free</p><!-- /wp:paragraph --><!-- wp:jetpack/paywall /--><p>Paid words</p>"
    part = "<p>a</p><!-- wp:premium-content/container --><p>Paid too</p><!-- /wp:premium-content/container --><p>b</p>"
    paid_post = meta("_jetpack_newsletter_access", "paid_subscribers")
    result = importing(
        export(item(1, paywalled), item(2, f"<!-- wp:html /-->{part}"), item(3, "Paid whole", meta=paid_post))
    )
    assert result.body("posts/2020/post-1.md") == "Free"
    assert result.body("posts/2020/post-2.md") == "a\n\nb"
    assert "status: draft" in result["posts/2020/post-3.md"]
    assert "what stands behind the block jetpack/paywall in posts/2020/post-1.md; it is left out" in result.output
    assert "the block premium-content/container in posts/2020/post-2.md; it is left out" in result.output
    assert "1 for subscribers only" in result.output


def test_an_accordion_opens_without_a_script(importing: Importing) -> None:
    part = (
        '<div class="wp-block-accordion-item"><h3 class="wp-block-accordion-heading"><button type="button"><span>Why trust?'
        '</span><span aria-hidden="true">+</span></button></h3><div role="region" class="wp-block-accordion-panel">'
        "<p>Because <em>people</em> matter.</p></div></div>"
    )
    result = importing(export(item(1, f"<!-- wp:accordion --><div>{part}{part}</div><!-- /wp:accordion -->")))
    assert result.body("posts/2020/post-1.md").count("<details><summary><h3>Why trust?</h3></summary>") == 2
    assert result.body("posts/2020/post-1.md").count("<p>Because <em>people</em> matter.</p></details>") == 2
    assert "Not as it was" not in result.output


def test_details_and_galleries_keep_their_form(importing: Importing) -> None:
    body = (
        "<!-- wp:details --><details><summary>More</summary><p>Text.</p></details><!-- /wp:details -->"
        '<!-- wp:gallery --><figure class="wp-block-gallery columns-2 is-cropped"><figure><img src="https://a.example/a.jpg" alt="A">'
        "</figure></figure><!-- /wp:gallery -->"
    )
    result = importing(export(item(1, body))).body("posts/2020/post-1.md")
    assert "<details><summary>More</summary>" in result
    assert '<figure class="wp-block-gallery columns-2 is-cropped">' in result


def test_links_to_profiles_stay(importing: Importing) -> None:
    link = '<!-- wp:social-link {"url":"https://mastodon.example/@m","service":"mastodon"} /-->'
    body = importing(export(item(1, f"<!-- wp:social-links --><ul>{link}</ul><!-- /wp:social-links -->"))).body(
        "posts/2020/post-1.md"
    )
    assert body == "- [Mastodon](https://mastodon.example/@m)"
