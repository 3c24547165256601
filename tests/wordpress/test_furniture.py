"""Lines that stand under every post are found, offered, and written once on request."""

from __future__ import annotations

from pathlib import Path

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item

BIO = 'Margaret Smith is a <a href="https://uxl.example/">career coach</a> and the founder of UXL.'
COURSE = '<a href="https://uxl.example/course/">Take the online leadership course</a> and enroll today.'


def posts(number: int) -> str:
    return export(
        *(item(id, f"Thought {id}, which is not said twice.\n\n{BIO}\n\n{COURSE}") for id in range(1, number))
    )


def test_repeated_lines_are_offered_and_left_alone(importing: Importing) -> None:
    result = importing(posts(9))
    assert "Repeated at the end of posts; --lift writes them once:" in result.output
    assert "in 8 posts, a biography: Margaret Smith is a" in result.output
    assert "in 8 posts, a call to action:" in result.output
    assert result["posts/2020/post-3.md"].count("founder of UXL") == 1


def test_lifting_moves_them_to_the_author_and_to_a_call(importing: Importing) -> None:
    result = importing(posts(9), options=("--lift",))
    assert result.body("posts/2020/post-3.md") == "Thought 3, which is not said twice."
    assert (
        "bio: Margaret Smith is a [career coach](https://uxl.example/) and the founder of UXL."
        in result["authors/margaret.md"]
    )
    assert result.header("calls/from-wordpress.md") == [
        "heading: Take the online leadership course",
        "url: https://uxl.example/course/",
        "link_text: Take the online leadership course",
        "default: true",
    ]
    assert "Lifted out of 16 places, and kept in .import/lifted.yaml:" in result.output


def test_a_line_that_is_neither_biography_nor_call_stays_where_it_is(importing: Importing) -> None:
    question = "What do you think about this? Tell me in the comments below."
    legal = "This article is for information and no substitute for legal advice."
    result = importing(
        export(*(item(id, f"Thought {id}.\n\n{question}\n\n{legal}\n\n{BIO}") for id in range(1, 9))),
        options=("--lift",),
    )
    assert result.body("posts/2020/post-3.md") == f"Thought 3.\n\n{question}\n\n{legal}"
    assert f"Repeated at the end of posts, and left there:\n  in 8 posts: {question}" in result.output
    assert "In and out: words 288 to 288" in result.output


def test_the_author_may_name_the_lines_that_are_lifted(importing: Importing, tmp_path: Path) -> None:
    legal = "This article is for information and no substitute for legal advice."
    text = export(*(item(id, f"Thought {id}.\n\n{legal}\n\n{COURSE}\n\n{BIO}") for id in range(1, 9)))
    lines = tmp_path / "lines.txt"
    lines.write_text(
        "# these\nThis article is for information…\nMargaret Smith is a career coach\nNo such line at all\n"
    )
    result = importing(text, options=("--lift-lines", str(lines)))
    assert result.body("posts/2020/post-3.md").startswith("Thought 3.\n\n[Take the online")
    assert legal not in result.body("posts/2020/post-3.md")
    assert legal in result[".import/lifted.yaml"]
    assert "founder of UXL" in result["authors/margaret.md"]
    assert 'lines.txt:4: no repeated line begins with "No such line at all"; copy it from the report' in result.output
    assert result.code == 1


def test_an_older_biography_and_a_second_call_are_in_a_file_still(importing: Importing) -> None:
    older = "Margaret Smith was a teacher, and is a coach for school leaders now."
    second = '<a href="https://uxl.example/book/">Download the book about heart-led leadership</a> today.'
    early_items = [
        item(id, f"Thought {id}.\n\n{second}\n\n{older}", post_date="2012-01-01 10:00:00") for id in range(20, 26)
    ]
    late_items = [item(id, f"Thought {id}.\n\n{COURSE}\n\n{BIO}") for id in range(1, 9)]
    result = importing(export(*early_items, *late_items), options=("--lift",))
    assert "founder of UXL" in result["authors/margaret.md"]
    assert older in result[".import/lifted.yaml"]
    assert "Download the book" in result.body("posts/2012/post-20.md"), "one call is lifted; the other stays"


def test_losses_of_a_post_with_a_lifted_line_stay_reported(importing: Importing) -> None:
    texts = [item(id, f"Thought {id}.\n\n{BIO}") for id in range(1, 9)]
    lossy = item(
        9, f"<svg><text>Drawn words</text></svg><table><caption>x</caption></table><script>x()</script>\n\n{BIO}"
    )
    result = importing(export(*texts, lossy), options=("--lift",))
    assert "<script> in the text; taken out" in result.output
    assert result.output.count("posts/2020/post-9.md not in the new text") == importing(
        export(*texts, lossy)
    ).output.count("posts/2020/post-9.md not in the new text")


def test_the_biography_on_a_page_stays(importing: Importing) -> None:
    page = item(90, f"About me.\n\n{BIO}", post_type="page", post_name="about")
    result = importing(export(*(item(id, f"Thought {id}.\n\n{BIO}") for id in range(1, 9)), page), options=("--lift",))
    assert "founder of UXL" in result.body("pages/about.md")


def test_a_call_to_a_page_of_the_blog_leads_to_it_here(importing: Importing) -> None:
    call = '<a href="https://blog.example/about/#course">Join my online course</a> for new leaders.'
    page = item(90, "x", post_type="page", post_name="about", link="https://blog.example/about/")
    result = importing(export(*(item(id, f"Thought {id}.\n\n{call}") for id in range(1, 9)), page), options=("--lift",))
    assert "url: /about/#course" in result.header("calls/from-wordpress.md")


def test_a_line_in_few_posts_is_no_furniture(importing: Importing) -> None:
    assert "Repeated" not in importing(posts(4)).output
