"""No word is lost in silence: what the importer cannot read stays visible and is named, code stays as it was typed."""

from __future__ import annotations

import pytest

from lodestar.html_to_markdown.markdown import render
from lodestar.wordpress.shortcodes import attributes
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import UPLOADS, export, item

POST = "posts/2020/post-1.md"
PICTURE = '<img src="https://a.example/x.jpg" alt="One">'


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ('caption="A &quot;quoted&quot; caption"', 'A "quoted" caption'),
        ("caption='Her \"own\" words'", 'Her "own" words'),
        ('caption="He said “yes” to it"', "He said “yes” to it"),
        ("caption=“A fine caption”", "A fine caption"),
        ("caption=&#8221;A finer caption&#8221;", "A finer caption"),
        ('caption="Margaret&#8217;s &amp; mine"', "Margaret’s &amp; mine"),
    ],
)
def test_a_caption_in_its_old_form_stays(importing: Importing, tag: str, words: str) -> None:
    result = importing(export(item(1, f'[caption id="attachment_6" width="300" {tag}]{PICTURE}[/caption]')))
    assert f'<figcaption class="wp-caption-text">{words}</figcaption>' in result.body(POST)


def test_attributes_are_parsed_before_they_are_unescaped() -> None:
    assert attributes(' a="1 &quot;2&quot;" b=3')[0] == {"a": "1 &quot;2&quot;", "b": "3"}
    assert attributes(" a=&quot;1 2&quot;")[0] == {"a": "1 2"}


def test_words_that_an_early_step_takes_out_are_counted_and_named(importing: Importing) -> None:
    result = importing(export(item(1, 'Hear [audio src="https://a.example/x.mp3"]spoken by Ann[/audio] now.')))
    assert f"3 words of {POST} not in the new text (spoken; by; ann)" in result.output


def test_what_galleries_add_is_told(importing: Importing) -> None:
    picture = item(7, post_type="attachment", status="inherit", attachment_url=f"{UPLOADS}/x.jpg", excerpt="A hill")
    result = importing(export(item(1, 'One "two" -- 3x4 :) [gallery ids="7"]'), picture))
    assert "In and out: words 3 to 5, links 1 to 1, images 1 to 1, captions 1 to 1.\n" in result.output
    assert "  2 words were added, by galleries, " in result.output
    assert "Not as it was" not in result.output
    assert f"2 words more in {POST} (a; hill); they come from galleries" in result[".import/report.txt"]


def test_words_that_were_kept_from_readers_are_counted_too(importing: Importing) -> None:
    hidden_block = (
        '<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>Not for you.</p><!-- /wp:paragraph -->'
    )
    output = importing(
        export(item(1, f"<!-- wp:paragraph --><p>Hello.</p><!-- /wp:paragraph -->{hidden_block}"))
    ).output
    assert "In and out: words 4 to 1.\n  3 of these words were kept from readers.\n" in output


def test_words_of_a_text_that_no_parser_can_take_apart_are_counted_too(importing: Importing) -> None:
    output = importing(export(item(1, f"{'<div>' * 2000}Seven words"))).output
    assert "In and out: words 2 to 2." in output
    assert "elements nested too deeply; only the words were kept" in output


def test_one_quotation_after_another_stays_two(importing: Importing) -> None:
    quotes = "<blockquote>First voice.</blockquote>\n\n<blockquote>Second voice.</blockquote>"
    result = importing(export(item(1, quotes)))
    assert render(result.body(POST)).count("<blockquote>") == 2
    assert "Not as it was" not in result.output


def test_known_shortcodes_that_cannot_be_read_are_named_and_stay_apart(importing: Importing) -> None:
    codes = [
        '[gallery ids="9001,9002"]', "[slideshare id=12345&doc=deck-abc]", "[scribd id=39027960 key=key-abc mode=list]",
        "[bandcamp album=1234 size=large]", "[audio]", "[video]",
    ]  # fmt: skip
    for body in (
        "\n\n".join(codes),
        "\n\n".join(f"<!-- wp:shortcode -->\n{code}\n<!-- /wp:shortcode -->" for code in codes),
    ):
        result = importing(export(item(1, body)))
        assert len(result.body(POST).split("\n\n")) == 6
        for code in codes:
            assert f"the shortcode {code}" in result.output
        assert '[gallery ids="9001,9002"] (the export has none of its files)' in result.output


def test_a_gallery_says_which_of_its_pictures_the_export_lacks(importing: Importing) -> None:
    picture = item(7, post_type="attachment", status="inherit", attachment_url=f"{UPLOADS}/x.jpg")
    result = importing(export(item(1, 'Look:\n\n[gallery ids="7,9001,9002"]'), picture))
    assert result.body(POST).count("<figure") == 1
    message = f'2 of the files of [gallery ids="7,9001,9002"], which the export has not, in {POST}; it shows the others'
    assert message in result.output


def test_a_player_without_a_name_plays_what_hangs_on_the_post(importing: Importing) -> None:
    sound = f"{UPLOADS}/2020/02/talk.mp3"
    hanging = item(7, post_type="attachment", status="inherit", post_parent=1, attachment_url=sound)
    result = importing(export(item(1, "[audio]"), hanging))
    assert f'<audio controls="" preload="none" src="{sound}">' in result.body(POST)
    assert "[audio]" not in result.output


@pytest.mark.parametrize(
    "code",
    [
        "[mailpoet_form]",
        "[woocommerce_cart]",
        "[toc]",
        "[powerpress]",
        "[TOC]",
        "[Post_Grid]",
        '[tip text="<b>So</b>"]',
        "[/su_box]",
    ],
)
def test_a_shortcode_without_attributes_is_named(importing: Importing, code: str) -> None:
    assert f"the shortcode {code} in {POST}; it stays visible" in importing(export(item(1, f"a\n\n{code}\n\nb"))).output
    block = f"<!-- wp:shortcode -->\n{code}\n<!-- /wp:shortcode -->"
    assert f"the shortcode {code} in" in importing(export(item(1, block))).output


@pytest.mark.parametrize(
    "text",
    ["An ordinary [sic] bracket.", "She [laughs] and goes.", "[1] A note", "a [link](/x/)", "[Laughter]",
     '[via <a href="https://a.example/?b=c">a friend</a>]'],
)  # fmt: skip
def test_words_in_brackets_are_no_shortcodes(importing: Importing, text: str) -> None:
    assert "shortcode" not in importing(export(item(1, text))).output


def test_code_keeps_its_tabs_and_its_addresses(importing: Importing) -> None:
    address = "https://api.example.com/v1/users"
    code = f'[code lang="bash"]\nall:\n\tgcc -o x x.c\n\n{address}\n[/code]\n\n<pre>\nGET\n{address}\n</pre>'
    page = render(importing(export(item(1, code))).body(POST))
    assert "all:\n&#9;gcc -o x x.c\n" in page
    assert page.count(address) == 2
    assert "<a " not in page


@pytest.mark.parametrize("formula", ['$latex A = \\pi r^2 \\neq "x"$', '[latex]A = \\pi "x"[/latex]'])
def test_a_formula_stays_as_typed_and_is_named(importing: Importing, formula: str) -> None:
    result = importing(export(item(1, f"Area {formula}.")))
    assert f"<code>{formula}</code>" in render(result.body(POST)).replace("&quot;", '"')
    assert f"a formula in {POST}; it is shown as it was typed" in result.output


@pytest.mark.parametrize(
    ("film", "page"),
    [
        ("http://www.youtube.com/v/ddddddddddd&amp;hl=en", "https://www.youtube.com/watch?v=ddddddddddd"),
        ("https://www.youtube-nocookie.com/embed/abc-1?rel=0", "https://www.youtube.com/watch?v=abc-1"),
        ("http://vimeo.com/moogaloop.swf?clip_id=123&amp;server=vimeo.com", "https://vimeo.com/123"),
        ("http://www.dailymotion.com/swf/x1abc", "https://www.dailymotion.com/video/x1abc"),
    ],
)
def test_a_film_of_an_old_player_leads_to_its_page(importing: Importing, film: str, page: str) -> None:
    body = f'<object width="4"><param name="movie" value="{film}"></param><embed src="{film}"></embed></object>'
    assert f"[{page}]({page} " in importing(export(item(1, body))).body(POST)


def test_footnotes_pasted_from_word_lead_there_and_back(importing: Importing) -> None:
    body = (
        'Said so.<a title="" name="_ftnref1" href="#_ftn1">[1]</a>\n\n<hr />\n\n'
        '<a title="" name="_ftn1" href="#_ftnref1">[1]</a> See page 3.'
    )
    page = render(importing(export(item(1, body))).body(POST))
    for name in ("_ftn1", "_ftnref1"):
        assert f'id="{name}"' in page
        assert f'href="#{name}"' in page
