"""Every old address leads somewhere."""

from __future__ import annotations

from pathlib import Path

import yaml

from lodestar.wordpress.addresses import EVERYWHERE
from plugins.redirects.rules import read_rules
from tests.wordpress.conftest import Imported, Importing
from tests.wordpress.exports import UPLOADS, export, item, meta, png, term


def rules(imported: Imported) -> dict[str, str]:
    """Return the rules of this blog alone."""
    rules_read, problems = read_rules(imported["redirects.txt"], "redirects.txt")
    assert not problems
    return {rule.old: rule.new for rule in rules_read if (rule.old, rule.new) not in EVERYWHERE}


def test_a_link_that_the_sites_rules_do_not_give_redirects(importing: Importing) -> None:
    result = importing(export(item(1, "x", link="https://blog.example/blog/post-1.html")))
    assert "aliases: [/blog/post-1.html]" in result["posts/2020/post-1.md"]


def test_the_forms_by_number_redirect(importing: Importing) -> None:
    page = item(2, "x", post_type="page", post_name="about", link="https://blog.example/about/")
    result = rules(importing(export(item(1, "x"), page)))
    assert result["/?p=1"] == "/2020/02/03/post-1/"
    assert result["/?page_id=2"] == "/about/"


def test_slugs_and_dates_that_a_post_had_before_redirect_as_in_wordpress(importing: Importing) -> None:
    facts = meta("_wp_old_slug", "first-try") + meta("_wp_old_slug", "post-2") + meta("_wp_old_date", "2020-01-31")
    result = rules(importing(export(item(1, "x", meta=facts), item(2, "y"))))
    for old_address in ("/2020/02/03/first-try/", "/2020/01/31/first-try/", "/2020/01/31/post-1/"):
        assert result[old_address] == "/2020/02/03/post-1/"
    assert "/2020/02/03/post-2/" not in result, "another post has that address now"


def test_archives_have_forms_by_number_too(importing: Importing) -> None:
    defined = "<wp:category><wp:term_id>7</wp:term_id><wp:category_nicename>craft</wp:category_nicename><wp:cat_name>Craft</wp:cat_name></wp:category>"
    result = rules(
        importing(export(item(1, "x", terms=term("Craft", "craft", "category") + term("C++", "c-2")), terms=defined))
    )
    assert (result["/?cat=7"], result["/?tag=c-2"], result["/?author=1"]) == (
        "/category/craft/",
        "/tag/c-2/",
        "/author/margaret/",
    )


def test_a_blog_that_had_another_domain_knows_its_links_of_then(importing: Importing) -> None:
    body = '<a href="http://margaret.wordpress.com/2020/02/03/post-2/">two</a>, <a href="http://margaret.wordpress.com/?p=2">again</a>'
    result = importing(export(*(item(id, body, guid=f"http://margaret.wordpress.com/?p={id}") for id in (1, 2))))
    second_post = "{filename}/posts/2020/post-2.md"
    assert result.body("posts/2020/post-1.md") == f"[two]({second_post}), [again]({second_post})"


def test_a_page_of_a_file_leads_to_its_post(importing: Importing) -> None:
    file = item(3, post_type="attachment", status="inherit", post_parent=1, post_name="hill",
                link="https://blog.example/2020/02/03/post-1/hill/",
                attachment_url="https://blog.example/wp-content/uploads/2020/02/hill.jpg")  # fmt: skip
    result = rules(importing(export(item(1, "x"), file)))
    assert result["/?attachment_id=3"] == result["/2020/02/03/post-1/hill/"] == "/2020/02/03/post-1/"


def test_an_address_with_a_star_is_no_pattern(importing: Importing) -> None:
    result = rules(importing(export(item(1, "x", link="https://blog.example/*/:x/?p=1"))))
    assert result["/%2A/%3Ax/?p=1"] == "/2020/02/03/post-1/"


def test_files_and_all_sizes_that_texts_show_lead_to_the_original(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "media/2020/02").mkdir(parents=True)
    (tmp_path / "media/2020/02/hill.png").write_bytes(png())
    (tmp_path / "media/2020/02/plan.pdf").write_bytes(b"%PDF-1.4")
    body = f'<img src="{UPLOADS}/2020/02/hill-300x200.png"> <a href="{UPLOADS}/2020/02/plan.pdf">Plan</a>'
    result = rules(importing(export(item(1, body)), options=("--media", str(tmp_path / "media"))))
    assert result["/wp-content/uploads/2020/02/hill-300x200.png"] == "/images/2020/02/hill.png"
    assert result["/wp-content/uploads/2020/02/plan.pdf"] == "/files/2020/02/plan.pdf"


def test_drafts_have_no_address_at_all(importing: Importing) -> None:
    result = importing(export(item(1, "x", status="draft", link="https://blog.example/secret-plan/")))
    assert rules(result) == {}
    assert "secret-plan" not in result.everything()


def test_links_between_posts_follow_their_files(importing: Importing) -> None:
    body = 'See <a href="https://blog.example/2020/02/03/post-2/#end">two</a>, <a href="/?p=2">again</a>, <a href="/gone/">gone</a>.'
    result = importing(export(item(1, body), item(2, "x")))
    assert result.body("posts/2020/post-1.md") == (
        "See [two]({filename}/posts/2020/post-2.md#end), [again]({filename}/posts/2020/post-2.md), "
        "[gone](https://blog.example/gone/)."
    )


def test_a_link_to_the_home_page_is_none_to_a_picture_whose_page_has_a_number(importing: Importing) -> None:
    picture = item(5, post_type="attachment", status="inherit", link="https://blog.example/?attachment_id=5",
                   attachment_url=f"{UPLOADS}/2020/02/p.jpg")  # fmt: skip
    result = importing(export(item(1, '<a href="https://blog.example/">Home</a>'), picture))
    assert result.body("posts/2020/post-1.md") == "[Home](/)"


def test_menus_lead_to_pages_of_this_site_and_can_be_copied(importing: Importing) -> None:
    def entry(id: int, title: str, kind: str, parent: int = 0, object: int = 0, url: str = "") -> str:
        facts = {"type": kind, "menu_item_parent": parent, "object_id": object, "url": url}
        item_facts = "".join(meta(f"_menu_item_{name}", str(value)) for name, value in facts.items())
        return item(id, title=title, post_type="nav_menu_item", terms=term("Main", "main", "nav_menu"), meta=item_facts)

    page = item(2, "x", post_type="page", post_name="about", title="About me", link="https://blog.example/about/")
    hidden_page = item(3, "x", post_type="page", post_name="plan", title="Plan", status="private")
    menu = [
        entry(10, "Home", "custom", url="https://blog.example/"),
        entry(11, "", "post_type", object=2),
        entry(12, "", "post_type", object=3),
        entry(13, "Elsewhere", "custom", parent=12, url="https://else.example/"),
    ]
    result = importing(export(page, hidden_page, *menu))["navigation.yaml"]
    assert '# menu:\n#   "Home": "/"\n#   "About me": "/about/"\n#   "Elsewhere": "https://else.example/"\n' in result
    assert "Plan" not in result


def test_a_link_to_a_draft_does_not_name_its_file(importing: Importing) -> None:
    result = importing(export(item(1, '<a href="https://blog.example/?p=2">soon</a>'), item(2, "x", status="draft")))
    assert result.body("posts/2020/post-1.md") == "[soon](https://blog.example/?p=2)"


def test_slugs_and_descriptions_of_terms_are_kept_as_given(importing: Importing) -> None:
    defined = (
        "<wp:category><wp:category_nicename>craft</wp:category_nicename><wp:cat_name><![CDATA[Craft]]></wp:cat_name></wp:category>"
        "<wp:category><wp:category_nicename>at-home</wp:category_nicename><wp:category_parent>craft</wp:category_parent>"
        "<wp:cat_name><![CDATA[From Home]]></wp:cat_name><wp:category_description><![CDATA[Far <b>off</b>.]]></wp:category_description></wp:category>"
        "<wp:tag><wp:tag_slug>c-2</wp:tag_slug><wp:tag_name><![CDATA[C++]]></wp:tag_name></wp:tag>"
    )
    result = importing(
        export(item(1, "x", terms=term("From Home", "at-home", "category") + term("C++", "c-2")), terms=defined)
    )
    assert "categories: [Craft/From Home]" in result["posts/2020/post-1.md"]
    assert result["categories/craft/at-home.md"] == "---\nlabel: Craft/From Home\nslug: at-home\n---\nFar **off**.\n"
    assert result["tags/c-2.md"] == "---\nlabel: C++\nslug: c-2\n---\n"


def test_a_page_whose_address_the_site_needs_moves_aside(importing: Importing) -> None:
    result = importing(
        export(item(2, "x", post_type="page", post_name="archives", link="https://blog.example/archives/"))
    )
    assert "pages/archives-2.md" in result
    assert "the site has a page of its own at /archives/" in result.output


def test_a_slug_never_leads_out_of_the_folder(importing: Importing) -> None:
    result = importing(export(item(1, "x", post_name="../../../escape"), item(2, "x", post_name="$(touch y);`id`")))
    assert "posts/2020/escape.md" in result
    assert "posts/2020/touch-y-id.md" in result


def test_another_alphabet_is_written_plainly_and_the_old_address_redirects(importing: Importing) -> None:
    old_address = "/2020/02/03/%d0%bf%d1%80%d0%b8/"
    result = importing(export(item(1, "x", post_name="%d0%bf%d1%80%d0%b8", link=f"https://blog.example{old_address}")))
    assert f"aliases: [{old_address}]" in result["posts/2020/pri.md"]


def test_what_answered_goes_into_a_ledger_and_drafts_do_not(importing: Importing) -> None:
    result = importing(export(item(1, "x", terms=term("A", "a")), item(2, "x", status="draft")))
    assert "/2020/02/03/post-1/\tpost\thttps://blog.example/?p=1\twordpress" in result[".import/ledger/addresses.txt"]
    assert "/tag/a/feed/\tfeed\t\twordpress" in result[".import/ledger/addresses.txt"]
    entry = "https://blog.example/?p=1\t2020-02-03T10:00:00-06:00\tposts/2020/post-1.md\twordpress\n"
    assert result[".import/ledger/entries.txt"] == entry


def test_the_menu_of_a_block_theme_is_a_menu(importing: Importing) -> None:
    body = (
        '<!-- wp:navigation-link {"label":"About us","type":"page","id":1,"url":"https://blog.example/about/","kind":"post-type"} /-->'
        '<!-- wp:navigation-submenu {"label":"More","url":"#","kind":"custom"} -->'
        '<!-- wp:navigation-link {"label":"Shop","url":"https://shop.example/","kind":"custom"} /-->'
        '<!-- wp:navigation-link {"label":"Hidden","type":"page","id":2,"kind":"post-type"} /--><!-- /wp:navigation-submenu -->'
        "<!-- wp:home-link /-->"
    )
    about_page = item(1, "x", post_type="page", post_name="about", link="https://blog.example/about/")
    hidden_page = item(2, "x", post_type="page", status="private")
    result = importing(export(about_page, hidden_page, item(3, body, post_type="wp_navigation", title="Header")))
    text = result["navigation.yaml"]
    assert yaml.safe_load(text) == {"Header": [
        {"label": "About us", "url": "/about/"},
        {"label": "More", "children": [{"label": "Shop", "url": "https://shop.example/"}]},
        {"label": "Home", "url": "/"},
    ]}  # fmt: skip
    assert '# menu:\n#   "About us": "/about/"\n#   "Shop": "https://shop.example/"\n' in text
    assert "--type" not in result.output


def test_headings_of_a_menu_are_no_entries(importing: Importing) -> None:
    facts = meta("_menu_item_type", "custom") + meta("_menu_item_url", "#") + meta("_menu_item_menu_item_parent", "0")
    heading = item(7, "", post_type="nav_menu_item", title="Pages", terms=term("Main", "main", "nav_menu"), meta=facts)
    text = importing(export(item(1, "x"), heading))["navigation.yaml"]
    assert "# menu:" not in text
    assert yaml.safe_load(text) == {"Main": [{"label": "Pages"}]}
