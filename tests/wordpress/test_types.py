"""Which types of items may become posts: never those that hold what people told the author in private."""

from __future__ import annotations

import pytest

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item


@pytest.mark.parametrize(
    "name", ["feedback", "flamingo_inbound", "shop_order", "nf_sub", "edd_payment", "wpforms", "wpcf7_contact_form",
             "shop_subscription", "give_payment", "wc_booking", "llms_order", "frm_entries", "user_request", "wpforms_log"],
)  # fmt: skip
def test_what_people_wrote_in_private_is_never_offered_and_refused_by_name(importing: Importing, name: str) -> None:
    text = export(item(1, "x"), item(2, "canary, rita@example.com", post_type=name))
    made = importing(text)
    assert "--type" not in made.said
    refused = importing(text, options=("--type", f"{name}=post"))
    assert refused.code == 2
    assert f"--type {name}=post: such items hold what people told you in private" in refused.wrong
    assert "canary" not in refused.everything(hidden=True)


@pytest.mark.parametrize(
    "name", ["guest-author", "redirect_rule", "wp_global_styles", "acf-field-group", "elementor_library"]
)
def test_a_type_that_holds_no_text_for_readers_is_not_offered(importing: Importing, name: str) -> None:
    assert "--type" not in importing(export(item(1, "x"), item(2, "{}", post_type=name))).said


def test_a_type_without_published_texts_is_not_offered(importing: Importing) -> None:
    assert "--type" not in importing(export(item(1, "x"), item(2, "", post_type="event"))).said
    assert "--type book=post" in importing(export(item(1, "x"), item(2, "A book", post_type="book"))).said
