"""A word in each place of an export that readers could not see: none of them is in anything that goes out."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from tests.publishing.conftest import PublishedSite, site
from tests.publishing.test_canaries import find_canaries, found_below
from tests.web import ROOT
from tests.wordpress.exports import UPLOADS, comment, export, item, meta, term
from tests.wordpress.files import bring, jpeg

__all__ = ["site"]
HIDDEN = '{"metadata":{"blockVisibility":false}}'
BODY = f"""\
<!-- wp:paragraph --><p>Words for all.</p><!-- /wp:paragraph -->
<!-- wp:paragraph {HIDDEN} --><p>canaryblock</p><!-- /wp:paragraph -->
<!-- wp:image {HIDDEN} --><figure><img src="{UPLOADS}/2020/02/canaryshown.jpg" alt="canaryalt"></figure><!-- /wp:image -->
<!-- wp:premium-content/container --><p>canarypremium</p><!-- /wp:premium-content/container -->
<!-- wp:shortcode -->[members_access role="editor"]canarymember[/members_access]<!-- /wp:shortcode -->
<p style="display:none">canarystyle</p><p hidden>canaryattribute</p><!-- canaryremark -->
<!-- wp:block {{"ref":40}} /--><!-- wp:block {{"ref":41}} /--><!-- wp:block {{"ref":42}} /-->
<!-- wp:jetpack/paywall /--><p>canarypaid</p>"""
AUTHORS = "".join(
    f"<wp:author><wp:author_id>{id}</wp:author_id><wp:author_login>{login}</wp:author_login><wp:author_email>canarymail@mail.example"
    f"</wp:author_email><wp:author_display_name>{name}</wp:author_display_name></wp:author>"
    for id, login, name in ((2, "canarylogin", "Canarywriter"), (3, "joe", "Joe Guest"))
)
TERMS = (
    "<wp:tag><wp:tag_slug>canarytag</wp:tag_slug><wp:tag_name>Canaryname</wp:tag_name><wp:tag_description>canarydescription"
    "</wp:tag_description></wp:tag><wp:tag><wp:tag_slug>trust</wp:tag_slug><wp:tag_name>Trust</wp:tag_name><wp:tag_description>"
    "On trust. [private]canaryinterm[/private]</wp:tag_description></wp:tag>"
)
COMMENTS = "".join((
    comment(1, "Well said. [private]canaryincomment[/private]", comment_author_email="canaryreader@mail.example"),
    comment(2, "canarywaiting", approved="0"), comment(3, "canaryspam", approved="spam"), comment(4, "canarytrash", approved="trash"),
    comment(5, "canarynote", comment_type="order_note"), comment(6, "Me too, canary@mail.example", comment_author_url="mailto:canary@x.example"),
))  # fmt: skip


def unseen(id: int, word: str, **item_facts: str) -> str:
    """Return a post that readers could not see, with a word in everything that it says."""
    terms = "".join(
        term(f"Canary{word}{domain}", f"canary{word}{domain}", domain)
        for domain in ("post_tag", "category", "series", "language", "post_translations")
    )
    facts = (
        meta("_wp_old_slug", f"canaryold{word}")
        + meta("_yoast_wpseo_metadesc", f"canarydesc{word}")
        + meta("_thumbnail_id", str(id + 100))
    )
    return item(
        id, f"canarybody{word}", title=f"Canarytitle{word}", post_name=f"canaryslug{word}", excerpt=f"canaryexcerpt{word}",
        link=f"https://blog.example/canarylink{word}/", guid=f"https://blog.example/?canaryid={word}", terms=terms, meta=facts,
        comments=comment(id, f"canaryunder{word}"), **item_facts,
    ) + item(
        id + 100, f"canaryabout{word}", title=f"Canaryfile{word}", post_name=f"canaryfile{word}", excerpt=f"canarycaption{word}",
        post_type="attachment", status="inherit", post_parent=id, link=f"https://blog.example/canarylink{word}/file/",
        attachment_url=f"{UPLOADS}/2020/02/canary{word}.jpg", meta=meta("_wp_attachment_image_alt", f"canaryalt{word}"),
    )  # fmt: skip


def entry(id: int, title: str, page: int) -> str:
    """Return an entry of a menu."""
    facts = {"type": "post_type", "menu_item_parent": 0, "object_id": page, "object": "page"}
    item_facts = "".join(meta(f"_menu_item_{name}", str(value)) for name, value in facts.items())
    return item(
        id,
        "",
        title=title,
        post_type="nav_menu_item",
        post_name=str(id),
        terms=term("Main", "main", "nav_menu"),
        meta=item_facts,
    )


STATES = {
    "draft": {"status": "draft"}, "pending": {"status": "pending"}, "private": {"status": "private"},
    "future": {"status": "future", "post_date": "2036-01-01 10:00:00"}, "trashed": {"status": "trash"}, "auto": {"status": "auto-draft"},
    "protected": {"post_password": "canarypassword"}, "page": {"status": "private", "post_type": "page"},
}  # fmt: skip
TYPES = (
    "feedback", "shop_order", "revision", "custom_css", "wp_global_styles", "wp_template", "wp_template_part", "wpforms_entries",
    "flamingo_inbound", "oembed_cache", "customize_changeset", "user_request", "book",
)  # fmt: skip
EXPORT = export(
    item(1, BODY, title="One", excerpt="In short. [private]canaryinexcerpt[/private]", terms=term("Trust", "trust"), comments=COMMENTS,
         meta=meta("api_token", "canarytoken") + meta("_backup_path", "/home/canarypath") + meta("note", "canaryfield")),
    item(2, "Words.", title="Two", meta=meta("_yoast_wpseo_metadesc", "So. [private]canaryinmeta[/private]")),
    item(3, "[private]\n\ncanarydoubt", title="Canaryhalf", terms=term("Trust", "trust")),
    item(4, "canarysubscriber", title="Canarypaper", meta=meta("_jetpack_newsletter_access", "subscribers")),
    item(6, '<!-- wp:block {"ref":44} /--><p>canarybehind</p>', title="Walled"),
    item(5, "Words for all, too.", title="About", post_type="page", post_name="about", link="https://blog.example/about/"),
    *(unseen(number, word, **state) for number, (word, state) in enumerate(STATES.items(), 10)),
    *(item(number, f"canarytext{number}", title=f"Canarytype{number}", post_type=name) for number, name in enumerate(TYPES, 60)),
    item(30, "Words.", title="Shared", status="draft", terms=term("Canaryname", "canarytag")).replace("margaret", "canarylogin"),
    item(40, "<p>Words of a pattern.</p>[restrict]canaryinpattern[/restrict]", post_type="wp_block"),
    item(41, "<p>canaryprivatepattern</p>", post_type="wp_block", status="private"),
    item(42, f"<!-- wp:group {HIDDEN} --><div>canaryingroup</div><!-- /wp:group -->", post_type="wp_block"),
    item(44, "<p>Words of another.</p><!-- wp:jetpack/paywall /--><p>canarywall</p>", post_type="wp_block"),
    item(43, '<!-- wp:navigation-link {"label":"Canarydraftmenu","url":"/canary/"} /-->', post_type="wp_navigation", status="draft"),
    entry(50, "", 17), entry(51, "Canaryentry", 17), entry(52, "About us", 5),
    terms=AUTHORS + TERMS,
)  # fmt: skip


@pytest.fixture
def moved_blog(site: PublishedSite) -> Any:
    """A blog that moved, with all of its files at hand."""
    shutil.rmtree(site.folder / "theme")
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    for name in ("pelicanconf.py", "publishconf.py"):
        with open(site.folder / name, "a", encoding="utf-8") as settings:
            settings.write("SEARCH = {'enabled': True}\nHOSTING = {'host': 'nginx'}\n")
    (site.folder / "blog.xml").write_text(EXPORT, encoding="utf-8")
    names = (*STATES, "shown")
    bring(site.folder, {f"2020/02/canary{name}.jpg": jpeg(name.encode()) for name in names})
    return site


def test_no_word_that_readers_could_not_see_is_in_anything_that_goes_out(moved_blog: Any) -> None:
    code, output = moved_blog.run("import_wordpress", "blog.xml", "--media", "media")
    assert code == 0, output
    public = {
        path: words
        for path, words in found_below(moved_blog.folder / "content").items()
        if not path.startswith(".import/")
        and b"status: draft" not in (moved_blog.folder / "content" / path).read_bytes()
    }
    assert public == {}
    moved_blog.publish()
    assert "Words for all." in (moved_blog.live / "current/2020/02/03/post-1/index.html").read_text(encoding="utf-8")
    assert list(moved_blog.live.rglob("*.pf_fragment")), "there is a search index"
    for folder in (moved_blog.live, moved_blog.folder / "published", moved_blog.folder / ".cache/production"):
        assert found_below(folder) == {}
        assert [path for path in folder.rglob("*") if find_canaries(path.name.encode())] == []
