"""Posts and pages: what the export says of them stands in their front matter."""

from __future__ import annotations

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, meta, term


def test_a_post_keeps_date_terms_author_excerpt_and_id(importing: Importing) -> None:
    terms = term("Heart-led Leadership", "heart-led-leadership") + term("Coaching", "coaching", "category")
    result = importing(export(item(5, "Words", title='A &amp; B: "C"', excerpt="In <b>short</b>.", terms=terms)))
    assert result.header("posts/2020/post-5.md") == [
        'title: "A & B: “C”"',
        "date: 2020-02-03 10:00:00",
        "categories: [Coaching]",
        "tags: [Heart-led Leadership]",
        "authors: [Margaret Smith]",
        "summary: In short.",
        "id: https://blog.example/?p=5",
    ]
    assert result.code == 0


def test_the_time_zone_is_inferred_summer_time_included(importing: Importing) -> None:
    winter = item(1, post_date="2020-01-10 10:00:00", post_date_gmt="2020-01-10 09:00:00")
    summer = item(2, post_date="2020-07-10 10:00:00", post_date_gmt="2020-07-10 08:00:00")
    assert "Time zone: Europe/Berlin (2 of 2 dates fit)." in importing(export(winter, summer)).output


def test_a_blog_with_one_offset_all_year_has_a_zone_without_summer_time(importing: Importing) -> None:
    winter = item(1, post_date="2020-01-10 10:00:00", post_date_gmt="2020-01-10 15:00:00")
    summer = item(2, post_date="2020-07-10 10:00:00", post_date_gmt="2020-07-10 15:00:00")
    assert "Time zone: Etc/GMT+5" in importing(export(winter, summer)).output


def test_a_date_that_does_not_fit_the_zone_keeps_its_moment(importing: Importing) -> None:
    usual = [item(id, post_date_gmt="2020-02-03 16:00:00") for id in range(1, 9)]
    odd_item = item(9, post_date="2020-02-03 10:00:00", post_date_gmt="2020-02-03 15:00:00")
    result = importing(export(*usual, odd_item), options=("--timezone", "America/Chicago"))
    assert "date: 2020-02-03 10:00:00-05:00" in result["posts/2020/post-9.md"]


def test_a_post_without_a_title_is_named_by_its_first_words(importing: Importing) -> None:
    assert importing(export(item(1, "Some words.", title=""))).header("posts/2020/post-1.md")[0] == "title: Some words."


def test_everything_that_readers_could_not_see_is_a_draft(importing: Importing) -> None:
    hidden_items = [
        item(id, "x", status=status) for id, status in enumerate(("draft", "pending", "private", "future"), 1)
    ]
    protected = item(5, "x", post_password="enter")
    result = importing(export(*hidden_items, protected))
    assert all("status: draft" in result[path] for path in result.files() if path.startswith("posts/"))
    assert (
        "Drafts that no production build contains: 1 draft, 1 future, 1 pending, 1 private, 1 protected"
        in result.output
    )


def test_trash_is_left_behind_and_counted(importing: Importing) -> None:
    result = importing(export(item(1, "rubbish", status="trash"), item(2, "Words")))
    assert "rubbish" not in result.everything(with_hidden=True)
    assert "Left behind: 1 post in the trash." in result.output


def test_an_item_without_a_status_is_a_draft_as_in_wordpress(importing: Importing) -> None:
    result = importing(export(item(1, "x")).replace("<wp:status>publish</wp:status>", ""))
    assert "status: draft" in result["posts/2020/post-1.md"]


def test_a_custom_type_is_named_and_imported_on_request(importing: Importing) -> None:
    text = export(item(1, "A book", post_type="book"))
    assert "1 of the type book" in importing(text).output
    assert "A book" in importing(text, options=("--type", "book=post"))["posts/2020/post-1.md"]


def test_what_the_site_has_no_field_for_is_kept_aside(importing: Importing) -> None:
    result = importing(export(item(1, "x", is_sticky=1, meta=meta("_thumbnail_id", "7")), _picture(7)))
    assert "featured_image: https://blog.example/wp-content/uploads/2020/02/p.jpg" in result[".import/unplaced.yaml"]
    assert "The site has no field for:" in result.output


def test_passwords_server_paths_and_keys_of_plugins_are_nowhere(importing: Importing) -> None:
    facts = meta("_backup_path", "/home/margaret/public_html/wp") + meta("_wp_attached_file", "/var/www/x.jpg")
    facts += meta("api_token", "t0ken") + meta("_edit_lock", "1:1") + meta("_oembed_123", "<iframe>")
    text = export(item(1, "x", status="publish", post_password="open-sesame", meta=facts), item(2, "y", meta=facts))
    all_text = importing(text).everything(with_hidden=True)
    for secret in ("open-sesame", "/home/margaret", "/var/www", "t0ken", "iframe"):
        assert secret not in all_text


def test_a_sound_that_only_a_plugin_showed_gets_a_player(importing: Importing) -> None:
    sound = "https://cdn.example/talk.mp3"
    result = importing(export(item(1, "Hear.", meta=meta("enclosure", f"{sound}\n12345\naudio/mpeg"))))
    assert (
        f'<audio controls="" data-length="12345" data-type="audio/mpeg" preload="none" src="{sound}">'
        in result.body("posts/2020/post-1.md")
    )
    linked_sound = importing(
        export(item(1, f'<a href="{sound}">Hear</a>', meta=meta("enclosure", f"{sound}\n1\naudio/mpeg")))
    )
    assert "<audio" not in linked_sound.body("posts/2020/post-1.md")


def test_two_posts_of_one_slug_and_day_get_two_addresses(importing: Importing) -> None:
    result = importing(export(item(1, "a", post_name="twin"), item(2, "b", post_name="twin")))
    assert {"posts/2020/twin.md", "posts/2020/twin-2.md"} <= set(result.files())
    assert result.code == 1
    assert 'another item has the address of "twin" too; this one is at /2020/02/03/twin-2/' in result.output


def test_two_items_of_one_number_are_kept_and_nothing_need_be_done(importing: Importing) -> None:
    result = importing(
        export(item(1, "a"), item(1, "b", post_name="post-2", link="https://blog.example/2020/02/03/post-2/"))
    )
    assert {"posts/2020/post-1.md", "posts/2020/post-2.md"} <= set(result.files())
    assert "the id 1 is also that of the item on line " in result.output
    assert "both are kept, and nothing need be done; links by id lead to the first" in result.output


def test_no_id_stands_twice(importing: Importing) -> None:
    result = importing(export(item(1, "a", guid="same"), item(2, "b", guid="same")))
    assert result.everything().count("id: same") == 1
    assert 'the id "same" is also that of another post; this one gets an id of its own' in result.output


def test_a_saved_feed_wins_over_the_ids_of_the_export(importing: Importing, tmp_path: object) -> None:
    feed = f"{tmp_path}/feed.xml"
    with open(feed, "w", encoding="utf-8") as stream:
        stream.write(
            "<rss><channel><item><link>https://blog.example/2020/02/03/post-1/</link>"
            "<guid>http://blog.example/?p=1</guid></item></channel></rss>"
        )
    result = importing(export(item(1, "x")), options=("--feed", feed))
    assert "id: http://blog.example/?p=1" in result["posts/2020/post-1.md"]


def _picture(id: int) -> str:
    url = "https://blog.example/wp-content/uploads/2020/02/p.jpg"
    return item(id, post_type="attachment", status="inherit", attachment_url=url)
