"""Lines that stand under every post are found, offered, and written once on request."""

from __future__ import annotations

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item

BIO = 'Margaret Smith is a <a href="https://uxl.example/">career coach</a> and the founder of UXL.'
COURSE = '<a href="https://uxl.example/course/">Take the online leadership course</a> and enroll today.'


def posts(number: int) -> str:
    return export(
        *(item(id, f"Thought {id}, which is not said twice.\n\n{BIO}\n\n{COURSE}") for id in range(1, number))
    )


def test_repeated_lines_are_offered_and_left_alone(importing: Importing) -> None:
    made = importing(posts(9))
    assert "Repeated at the end of posts; --lift writes them once:" in made.said
    assert "in 8 posts, a biography: Margaret Smith is a" in made.said
    assert "in 8 posts, a call to action:" in made.said
    assert made["posts/2020/post-3.md"].count("founder of UXL") == 1


def test_lifting_moves_them_to_the_author_and_to_a_call(importing: Importing) -> None:
    made = importing(posts(9), options=("--lift",))
    assert made.body("posts/2020/post-3.md") == "Thought 3, which is not said twice."
    assert (
        "bio: Margaret Smith is a [career coach](https://uxl.example/) and the founder of UXL."
        in made["authors/margaret.md"]
    )
    assert made.header("calls/from-wordpress.md") == [
        "heading: Take the online leadership course",
        "url: https://uxl.example/course/",
        "link_text: Take the online leadership course",
        "default: true",
    ]
    assert "Lifted out of 16 places:" in made.said


def test_a_call_to_a_page_of_the_blog_leads_to_it_here(importing: Importing) -> None:
    call = '<a href="https://blog.example/about/#course">Join my online course</a> for new leaders.'
    page = item(90, "x", post_type="page", post_name="about", link="https://blog.example/about/")
    made = importing(export(*(item(id, f"Thought {id}.\n\n{call}") for id in range(1, 9)), page), options=("--lift",))
    assert 'url: "/about/#course"' in made.header("calls/from-wordpress.md")


def test_a_line_in_few_posts_is_no_furniture(importing: Importing) -> None:
    assert "Repeated" not in importing(posts(4)).said
