"""What readers of the old blog could not see is in no file that readers of the new one see, and is named."""

from __future__ import annotations

import json

import pytest

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import comment, export, item, meta, term

POST = "posts/2020/post-1.md"
FREE = "Everyone may read this."


def block(attributes: object, name: str = "paragraph", inner: str = "<p>The canary sings.</p>") -> str:
    return f"<!-- wp:{name} {json.dumps(attributes)} -->{inner}<!-- /wp:{name} -->"


def withheld(importing: Importing, body: str, *other_items: str) -> None:
    result = importing(export(item(1, body), *other_items))
    assert "canary" not in result.everything(), "it is published, or in a draft that need not be one"
    assert FREE in result.body(POST)
    assert "status: draft" not in result[POST]
    assert "Kept from readers, as on the old blog" in result.output.split("In and out")[0]


@pytest.mark.parametrize(
    "attributes",
    [
        {"metadata": {"blockVisibility": False}},
        {"metadata": {"blockVisibility": {"viewport": {"mobile": False, "tablet": False, "desktop": False}}}},
        {"metadata": {"blockVisibility": {"schedule": {"until": "2019-01-01"}}}},
        {"blockVisibility": {"hideBlock": True}},
        {"blockVisibility": {"controlSets": [{"id": 1, "enable": True, "controls": {"userRole": {"visibilityByRole": "logged-in"}}}]}},
        {"conditionalBlocks": [{"type": "userLoggedIn"}]},
        {"conditionalBlocksAttributes": {"userState": "logged-in"}},
        {"contentControls": {"enabled": True, "rules": {"user": {"status": "logged_in"}}}},
        {"editorskit": {"devices": False, "desktop": True, "loggedin": True, "loggedout": False}},
        {"otterConditions": [[{"type": "loggedInUsers"}]]},
        {"UAGLoggedIn": True},
        {"llms_visibility": "enrolled"},
        {"visibilityBlockEnabled": True, "segment": "specific", "levels": ["1"]},
        {"um_is_restrict": True, "um_who_access": "1"},
        {"blockPermissionsCondition": "and", "blockPermissionsRoles": ["subscriber"]},
        {"someNewPluginAccess": {"level": 2}},
        {"isVisible": False},
        {"hidden": True},
    ],
)  # fmt: skip
def test_a_hidden_block_is_left_out_and_named(importing: Importing, attributes: dict[str, object]) -> None:
    withheld(importing, f"<!-- wp:paragraph --><p>{FREE}</p><!-- /wp:paragraph -->\n\n{block(attributes)}")


@pytest.mark.parametrize(
    "attributes",
    [
        {"metadata": {"blockVisibility": True, "name": "Access"}},
        {"metadata": {"blockVisibility": {"viewport": {"mobile": False}}}},
        {"blockVisibility": {"controlSets": [{"id": 1, "enable": True, "controls": {"screenSize": {"hideOnScreenSize": {"small": True}}}}]}},
        {"blockVisibility": {"hideBlock": False}},
        {"editorskit": {"devices": False, "desktop": True, "loggedin": True, "loggedout": True, "logic": ""}},
        {"contentControls": {"enabled": False, "rules": {"user": {"status": "logged_in"}}}},
        {"llms_visibility": "all"},
        {"contentVisibility": {"image": True}},
        {"visibility": {"mobile": False, "desktop": True}},
        {"align": "wide", "className": "members-only"},
    ],
)  # fmt: skip
def test_a_block_that_everybody_saw_stays(importing: Importing, attributes: dict[str, object]) -> None:
    assert importing(export(item(1, block(attributes)))).body(POST) == "The canary sings."


HIDDEN = '{"metadata":{"blockVisibility":false}}'


@pytest.mark.parametrize(
    "body",
    [
        f'<!-- wp:group {HIDDEN} --><div><!-- wp:group --><div>canary</div><!-- /wp:group --><p>canary</p></div><!-- /wp:group --><p>{FREE}</p>',
        f'<!-- wp:columns --><div><!-- wp:column {HIDDEN} --><div><!-- wp:paragraph --><p>canary</p><!-- /wp:paragraph --></div><!-- /wp:column --></div><!-- /wp:columns --><p>{FREE}</p>',
        f"<p>{FREE}</p><!-- wp:group {HIDDEN} --><div><!-- wp:paragraph --><p>canary</p></div><!-- /wp:group --><p>canary</p>",
        f"<p>{FREE}</p><!-- wp:group {HIDDEN} --><div><p>a</p><!-- /wp:paragraph --><p>canary</p></div><!-- /wp:group -->",
        f"<p>{FREE}</p><!-- wp:group {HIDDEN} --><div><p>canary</p></div>",
        f"<p>{FREE}</p><!-- WP:Paragraph {HIDDEN} --><p>canary</p><!-- /WP:Paragraph -->",
        f"<p>{FREE}</p>&lt;!-- wp:paragraph {HIDDEN.replace(chr(34), '&quot;')} --&gt;&lt;p&gt;canary&lt;/p&gt;&lt;!-- /wp:paragraph --&gt;",
        f'<p>{FREE}</p><!-- wp:paragraph {{"metadata":{{"blockVisibility":false, }} --><p>canary</p><!-- /wp:paragraph -->',
        f"<!-- wp:core/paragraph {HIDDEN} --><p>canary</p><!-- /wp:core/paragraph --><p>{FREE}</p>",
        f'<p>{FREE}</p><!-- wp:image {{"id":5,{HIDDEN[1:]} --><figure><img src="https://blog.example/wp-content/uploads/2020/02/canary.jpg"/></figure><!-- /wp:image -->',
    ],
)  # fmt: skip
def test_a_hidden_block_is_left_out_however_it_is_nested_or_broken(importing: Importing, body: str) -> None:
    withheld(importing, body)


@pytest.mark.parametrize(
    "name",
    [
        "premium-content/container", "premium-content/subscriber-view", "pmpro/membership", "memberpress/protected-content",
        "woocommerce-memberships/member-content", "learndash/ld-student", "restrict-content-pro/restricted", "newspack/paywalled-content",
        "some-plugin/members-only",
    ],
)  # fmt: skip
def test_a_block_for_members_is_left_out(importing: Importing, name: str) -> None:
    withheld(importing, f"<!-- wp:html --><p>{FREE}</p><!-- /wp:html -->{block({'levels': ['1']}, name)}")


@pytest.mark.parametrize(
    "name", ["woocommerce-memberships/non-member-content", "learndash/ld-visitor", "details", "group"]
)
def test_a_block_for_everybody_else_stays(importing: Importing, name: str) -> None:
    assert "canary" in importing(export(item(1, block({}, name)))).body(POST)


@pytest.mark.parametrize(
    "text",
    [
        '[members_access role="editor"]canary[/members_access]',
        '[restrict paid="true"]canary[/restrict]',
        "[um_loggedin]canary[/um_loggedin]",
        "[private]canary[/private]",
        "[PRIVATE]canary[/Private]",
        '[membership level="1"]canary[/membership]',
        "[s2If current_user_can(access_s2member_level1)]canary[/s2If]",
        "[_s2If is_user_logged_in()]canary[s2If !x()]canary[/s2If]canary[/_s2If]",
        '[wcm_restrict plans="gold"]canary[/wcm_restrict]',
        '[mepr-show if="rule: 12"]canary[/mepr-show]',
        '[am4show have="paid"]canary[/am4show]',
        "[wlm_ismember]canary[/wlm_ismember]",
        "[private_Gold]canary[/private_Gold]",
        "[student]canary[/student]",
        "[course_inprogress]canary[/course_inprogress]",
        "[is_logged_in]canary[/is_logged_in]",
        "[login]canary[/login]",
        "[subscribers-only]canary[/subscribers-only]",
        "[swpm_protected for=2]canary[/swpm_protected]",
        '[passster password="123"]canary[/passster]',
        '[box password="123"]canary[/box]',
        '[show to="members"]canary[/show]',
        '[section role="subscriber"]canary[/section]',
        '[vc_row disable_element="yes"]canary[/vc_row]',
        '[et_pb_section disabled="on"]canary[/et_pb_section]',
        "[private]one[private]two[/private]canary[/private]",
        "[private]canary[[/private]",
        "[private]canary[/private]]",
        '[[private]canary [private"] canary[/private]',
        "[private]canary\n\n<ul><li>a</li></ul>\n\ncanary[/private]",
        "[paywall]\n\ncanary\n\ncanary",
        '<div style="color:red; display: none">canary <div>canary</div> canary</div>',
        "<p hidden>canary</p>",
        "<!-- wp:shortcode -->[private]<!-- /wp:shortcode --><p>canary</p><!-- wp:shortcode -->[/private]<!-- /wp:shortcode -->",
    ],
)
def test_what_only_members_could_read_is_left_out(importing: Importing, text: str) -> None:
    withheld(importing, f"{FREE}\n\n{text}")


@pytest.mark.parametrize(
    "text",
    [
        "[[private]]canary[[/private]]",
        "[[private]canary[/private]]",
        "a [private](https://a.example/) canary",
        "She told [private] about the canary.",
        "[login_form] canary",
        "[accessible]canary[/accessible]",
        '[button url="/members/"]canary[/button]',
        "[um_loggedout]canary[/um_loggedout]",
        "[remember]canary[/remember]",
        '<span aria-hidden="true" style="overflow:hidden">canary</span>',
        '<object hidden class="wp-block-file__embed" data="https://a.example/x.pdf"></object><a href="https://a.example/x.pdf">canary</a>',
        '[vc_column visibility="hidden-phone"]canary[/vc_column]',
        '[fusion_text hide_on_mobile="small-visibility,large-visibility" status="published"]canary[/fusion_text]',
    ],
)
def test_what_only_looks_so_stays(importing: Importing, text: str) -> None:
    result = importing(export(item(1, text)))
    assert "canary" in result.body(POST)
    assert "status: draft" not in result[POST]


@pytest.mark.parametrize(
    "text", ["[private]\n\ncanary", "[restrict paid=true] canary", "canary [/private]", "[private]canary[/privat]"]
)
def test_half_a_mark_makes_a_draft_of_its_post(importing: Importing, text: str) -> None:
    result = importing(export(item(1, text), item(2, "x")))
    assert "status: draft" in result[POST]
    assert "nobody can tell what it hides" in result.output.split("In and out")[0]


def pattern(body: str, id: int = 9, **item_facts: str) -> str:
    return item(id, body, post_type="wp_block", post_name="part", **item_facts)


@pytest.mark.parametrize(
    "inner",
    [
        block({"metadata": {"blockVisibility": False}}),
        block({}, "premium-content/container"),
        "[private]canary[/private]",
        "<p>a</p><!-- wp:jetpack/paywall /--><p>canary</p>",
    ],
)
def test_what_is_hidden_in_a_synced_pattern_is_left_out_of_each_post(importing: Importing, inner: str) -> None:
    body = f'<!-- wp:paragraph --><p>{FREE}</p><!-- /wp:paragraph --><!-- wp:block {{"ref":9}} /-->'
    withheld(importing, body, pattern(inner))
    assert f", in a synced pattern, in {POST}" in importing(export(item(1, body), pattern(inner))).output


def test_a_paywall_in_a_pattern_ends_the_post_too(importing: Importing) -> None:
    body = f'<!-- wp:paragraph --><p>{FREE}</p><!-- /wp:paragraph --><!-- wp:block {{"ref":8}} /--><p>canary</p>'
    outer = pattern('<p>b</p><!-- wp:block {"ref":9} /-->', 8)
    withheld(importing, body, outer, pattern("<p>a</p><!-- wp:jetpack/paywall /--><p>canary</p>"))


def test_a_private_pattern_is_not_shown(importing: Importing) -> None:
    body = '<!-- wp:block {"ref":9} /--><p>x</p>'
    assert "canary" not in importing(export(item(1, body), pattern("<p>canary</p>", status="private"))).everything()


@pytest.mark.parametrize("deep_text", ["<div>" * 2000, "<b><i>" * 1000])
def test_a_text_too_deep_for_parsers_is_no_way_around(importing: Importing, deep_text: str) -> None:
    paywalled = "<!-- wp:jetpack/paywall /--><p>canary</p>"
    withheld(importing, f"{FREE}<!-- a > canary -->[private]canary[/private]{deep_text}{paywalled}")
    body = f'{FREE}{deep_text}<!-- wp:block {{"ref":9}} /--><p>canary</p>'
    withheld(importing, body, pattern(f"<p>a</p>{paywalled}"))


@pytest.mark.seconds
def test_a_very_long_text_with_something_hidden_is_a_draft(importing: Importing) -> None:
    long_text = "Many words. " * 170_000
    result = importing(export(item(1, f"{long_text}<!-- wp:jetpack/paywall /--><p>canary</p>"), item(2, long_text)))
    assert "canary" not in result.everything(with_hidden=True)
    assert "status: draft" in result[POST]
    assert "status: draft" not in result["posts/2020/post-2.md"]


def test_excerpts_comments_captions_and_terms_hide_what_they_hid(importing: Importing) -> None:
    part = "[private]canary[/private]"
    definition = (
        "<wp:tag><wp:term_id>3</wp:term_id><wp:tag_slug>trust</wp:tag_slug><wp:tag_name>Trust</wp:tag_name>"
        f"<wp:tag_description>All on trust. {part}</wp:tag_description></wp:tag>"
    )
    body = '[caption id="a"]<img src="https://blog.example/a.jpg"> A hill[/caption]\n\n[gallery ids="7"]'
    post = item(
        1, body, excerpt=f"In short. {part}", comments=comment(1, f"Yes. {part}") + comment(2, "[private]\nx [/privat]"),
        terms=term("Trust", "trust"),
    )  # fmt: skip
    url = "https://blog.example/wp-content/uploads/2020/02/x.jpg"
    picture = item(7, f"{part}", excerpt=f"A lake {part}", post_type="attachment", status="inherit", attachment_url=url)
    result = importing(export(post, picture, terms=definition))
    assert "canary" not in result.everything(with_hidden=True) + result.output
    assert "summary: In short." in result[POST]
    assert "All on trust." in result["tags/trust.md"]
    assert "A lake" in result.body(POST)
    assert result.output.count("what [private] encloses") == 5


def test_descriptions_and_footnotes_hide_what_they_hid(importing: Importing) -> None:
    facts = meta("_yoast_wpseo_metadesc", "In short. [private]canary[/private]")
    facts += meta("footnotes", '[{"id":"n1","content":"See [restrict]canary[/restrict] page 3."}]')
    body = f"<!-- wp:paragraph --><p>{FREE}</p><!-- /wp:paragraph --><!-- wp:footnotes /-->"
    result = importing(export(item(1, body, meta=facts)))
    assert "canary" not in result.everything(with_hidden=True)
    assert "summary: In short." in result[POST]
    assert "page 3." in result.body(POST)
    assert "Kept from readers, as on the old blog (2 places" in result.output


def test_a_sound_or_picture_that_only_the_hidden_part_shows_is_left_out(importing: Importing) -> None:
    sound, picture = "https://cdn.example/canary.mp3", "https://blog.example/wp-content/uploads/2020/02/canary.jpg"
    body = f'{FREE}\n\n[private]<a href="{sound}">Hear</a> <img src="{picture}">[/private]'
    hanging = item(7, post_type="attachment", status="inherit", post_parent=1, attachment_url=picture)
    result = importing(export(item(1, body, meta=meta("enclosure", f"{sound}\n1\naudio/mpeg")), hanging))
    assert "canary" not in result.everything()


def test_many_hidden_places_are_told_by_their_kind_on_the_screen(importing: Importing) -> None:
    texts = [item(id, f"Free {id}.\n\n[private]canary[/private]") for id in range(1, 40)]
    result = importing(export(*texts, item(99, f"a\n\n{block({'metadata': {'blockVisibility': False}})}")))
    first = result.output.split("In and out")[0]
    assert "39 times what [private] encloses, first " in first
    assert "1 times a block paragraph that is hidden, first " in first
    assert result[".import/report.txt"].count("what [private] encloses") == 39


def test_who_imports_drafts_is_told_that_they_lie_in_the_folder(importing: Importing) -> None:
    assert "make sure that the repository is private" in importing(export(item(1, "x", status="private"))).output
    assert "repository" not in importing(export(item(1, "x"))).output
