"""Which items may become posts: no letters or orders, and none that a plugin kept for members."""

from __future__ import annotations

import pytest

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, meta

POST = "posts/2020/post-1.md"


@pytest.mark.parametrize(
    "name", ["feedback", "flamingo_inbound", "shop_order", "nf_sub", "edd_payment", "wpforms", "wpcf7_contact_form",
             "shop_subscription", "give_payment", "wc_booking", "llms_order", "frm_entries", "user_request", "wpforms_log"],
)  # fmt: skip
def test_what_people_wrote_in_private_is_never_offered_and_refused_by_name(importing: Importing, name: str) -> None:
    text = export(item(1, "x"), item(2, "canary, rita@example.com", post_type=name))
    result = importing(text)
    assert "--type" not in result.output
    refused = importing(text, options=("--type", f"{name}=post"))
    assert refused.code == 2
    assert f"--type {name}=post: such items hold what people told you in private" in refused.errors
    assert "canary" not in refused.everything(with_hidden=True)


@pytest.mark.parametrize(
    "name", ["guest-author", "redirect_rule", "wp_global_styles", "acf-field-group", "elementor_library"]
)
def test_a_type_that_holds_no_text_for_readers_is_not_offered(importing: Importing, name: str) -> None:
    assert "--type" not in importing(export(item(1, "x"), item(2, "{}", post_type=name))).output


@pytest.mark.parametrize("name", ["wp_navigation", "nav_menu_item", "wp_block"])
def test_a_type_that_is_no_text_is_refused_by_name(importing: Importing, name: str) -> None:
    refused = importing(export(item(1, "x")), options=("--type", f"{name}=post"))
    assert refused.code == 2
    assert f"--type {name}=post: items of this type are no texts for readers; leave it out" in refused.errors


def test_a_type_that_the_export_lacks_is_a_fault(importing: Importing) -> None:
    result = importing(export(item(1, "x"), item(2, "A book", post_type="book")), options=("--type", "boook=post"))
    assert 'export-0.xml:1: there is no item of the type "boook"; it has items of book, post' in result.output
    assert result.code == 1


def test_a_type_without_published_texts_is_not_offered(importing: Importing) -> None:
    assert "--type" not in importing(export(item(1, "x"), item(2, "", post_type="event"))).output
    assert "--type book=post" in importing(export(item(1, "x"), item(2, "A book", post_type="book"))).output


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("_jetpack_newsletter_access", "subscribers"),
        ("_members_access_role", "editor"),
        ("rcp_access_level", "2"),
        ("_is_paid", "1"),
        ("_wpmem_block", "1"),
        ("_members_access_role", 'a:1:{i:0;s:6:"editor";}'),
        ("_llms_is_restricted", "yes"),
        ("um_content_restriction", 'a:2:{s:26:"_um_custom_access_settings";s:1:"1";s:14:"_um_accessible";s:1:"2";}'),
    ],
)
def test_a_post_that_a_plugin_kept_for_members_is_a_draft(importing: Importing, key: str, value: str) -> None:
    result = importing(export(item(1, "canary", meta=meta(key, value)), item(2, "x")))
    assert "status: draft" in result[POST]
    assert "1 for subscribers only" in result.output


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("_elementor_data", '[{"settings":{"e_display_conditions":["[{\\"condition\\":\\"login_status\\"}]"]}}]'),
        ("_elementor_data", '[{"settings":{"enabled_visibility":"yes"}}]'),
        ("_fl_builder_data", 'a:1:{s:18:"visibility_display";s:9:"logged_in";}'),
    ],
)
def test_a_post_of_a_page_builder_that_hides_a_part_is_a_draft(importing: Importing, key: str, value: str) -> None:
    result = importing(export(item(1, "canary", meta=meta(key, value)), item(2, "x")))
    assert "status: draft" in result[POST]
    assert "showed to some readers only" in result.output.split("In and out")[0]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("_elementor_data", '[{"settings":{"e_display_conditions":"","enabled_visibility":""}}]'),
        ("_elementor_data", '[{"settings":{"e_display_conditions":[]}}]'),
        ("_fl_builder_data", 'a:1:{s:18:"visibility_display";s:0:"";}'),
        ("_jetpack_newsletter_access", "everybody"),
        ("_members_access_role", "a:0:{}"),
        ("_members_access_error", "Members only, please."),
        ("_issuem_leaky_paywall_visibility", 'a:1:{s:15:"visibility_type";s:7:"default";}'),
        ("rcp_access_level", "None"),
        ("um_content_restriction", 'a:2:{s:26:"_um_custom_access_settings";b:0;s:14:"_um_accessible";s:1:"2";}'),
        ("_edit_last", "1"),
    ],
)
def test_a_post_that_a_plugin_left_to_everybody_is_public(importing: Importing, key: str, value: str) -> None:
    assert "status: draft" not in importing(export(item(1, "x", meta=meta(key, value))))[POST]
