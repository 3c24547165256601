"""What an author pastes and drops: a text from Word, a Word file, photographs from a phone, and what the text does not take."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.desk.docx import docx
from tests.desk.heic import heic
from tests.drawing import picture
from tests.web import until, written

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

PASTED = Path(__file__).parents[2] / "desk" / "pasted"
GIVE = """async ([kind, place, strings, files, [clientX, clientY]]) => {
  const data = new DataTransfer();
  for (const [type, text] of Object.entries(strings)) data.setData(type, text);
  for (const [name, type, bytes] of files) {
    const buffer = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
    data.items.add(new File([buffer], name, { type }));
  }
  const options = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data, clientX, clientY };
  const event = kind === "paste" ? new ClipboardEvent(kind, options) : new DragEvent(kind, options);
  const target = place === "page" ? document.querySelector("main") : document.querySelector("#writing [contenteditable], #writing textarea");
  return !target.dispatchEvent(event);
}"""
"""Gives the page what a clipboard or a mouse holds; whether the page took it."""


def give(
    page: Any,
    kind: str,
    *files: tuple[str, str, bytes],
    place: str = "text",
    at: tuple[float, float] = (0, 0),
    **strings: str,
) -> bool:
    """Paste or drop something: files by name, type and bytes, `html` and `text`; `at` a point of the window."""
    types = {"html": "text/html", "text": "text/plain", "rtf": "text/rtf"}
    strings_by_type = {types[name]: text for name, text in strings.items()}
    encoded = [(name, type_, base64.b64encode(data).decode()) for name, type_, data in files]
    return bool(page.evaluate(GIVE, [kind, place, strings_by_type, encoded, at]))


def begin(page: Any, clone: Any, words: str = "") -> None:
    page.goto(clone.desk + "/write/pages/about.md")
    page.get_by_role("button", name="Word file").wait_for()
    page.evaluate(
        "words => import('/static/text.js').then(({ text }) => text.replace(0, text.value.length, words))", words
    )


def test_a_text_of_word_keeps_its_form_and_its_picture_is_asked_for(page, clone):
    begin(page, clone, "Before.")
    html = (PASTED / "word-windows-course.html").read_text()
    html = html.replace(
        "<!--EndFragment-->", "<p class=MsoNormal><img src='file:///C:/clip_image001.png'></p><!--EndFragment-->"
    )
    rtf = "{\\rtf1{\\*\\shppict{\\pict\\picw9\\pngblip\n" + picture().hex() + "}}}"
    assert give(
        page,
        "paste",
        ("picture-of-the-words.png", "image/png", picture(color="red")),
        html=html,
        text="The words",
        rtf=rtf,
    )
    page.get_by_label("What does it show?").fill("A teal wall.")
    page.get_by_role("button", name="Put it in").click()
    text = (PASTED / "word-windows-course.md").read_text()
    until(lambda: written(page) == f"Before.\n\n{text}\n![A teal wall.]({{static}}/images/posts/picture.png)")
    page.keyboard.press("ControlOrMeta+z")
    until(lambda: written(page) == "Before.")


def test_words_go_into_a_paragraph_and_paste_without_form_stays_plain(page, clone):
    begin(page, clone, "Here: ")
    assert give(page, "paste", html="<meta charset=utf-8><b>bold</b> words", text="bold words")
    until(lambda: written(page) == "Here: **bold** words")
    box = page.locator("#writing [contenteditable], #writing textarea").first
    box.dispatch_event("keydown", {"key": "V", "ctrlKey": True, "shiftKey": True})
    is_taken = give(page, "paste", html="<b>bold</b>", text="bold")
    assert not is_taken, "the browser puts the words in as they are"


def test_a_word_file_becomes_text_and_pictures(page, clone):
    begin(page, clone)
    data = docx("## A heading\n\nIt was **so**.\n\n![A wall](wall.jpg)\n", wall_jpg=picture("JPEG"))
    assert give(page, "drop", ("My letter.docx", "", data))
    assert page.get_by_label("What does it show?").input_value() == "A wall"
    page.get_by_text("Caption and place").click()
    page.get_by_label("Caption, for all readers").fill("The wall of the *old* mill.")
    page.get_by_label("Place").select_option("On the right, text beside it")
    page.get_by_role("button", name="Put it in").click()
    until(
        lambda: (
            written(page)
            == "## A heading\n\nIt was **so**.\n\n![A wall]({static}/images/posts/my-letter.jpg){.alignright}\n*The wall of the \\*old\\* mill.*"
        )
    )


def test_three_pictures_are_asked_for_in_one_form_and_stand_in_their_order(page, clone):
    begin(page, clone, "Three doors.")
    files = [(f"door {color}.jpg", "image/jpeg", picture("JPEG", color=color)) for color in ("red", "green", "blue")]
    assert give(page, "drop", *files, ("talk.mov", "video/quicktime", b"0000ftypqt  "), place="page")
    page.get_by_text("“talk.mov” is a film; put it on YouTube or Vimeo").wait_for()
    assert page.get_by_role("heading", name="3 pictures").is_visible()
    boxes = page.get_by_label("What does it show?")
    boxes.nth(0).fill("A red door")
    page.get_by_role("dialog").get_by_label("It only decorates").nth(2).check()
    page.get_by_role("button", name="Put them in").click()
    page.get_by_text("Say what it shows, for readers who do not see it.").wait_for()
    assert boxes.nth(1).evaluate("box => box === document.activeElement")
    boxes.nth(1).fill("A green door")
    page.get_by_role("button", name="Put them in").click()
    names = [
        f"![{alt}]({{static}}/images/posts/door-{color}.jpg)"
        for alt, color in (("A red door", "red"), ("A green door", "green"), ("", "blue"))
    ]
    until(lambda: written(page) == "\n\n".join(["Three doors.", *names]))


def test_a_photo_of_an_iphone_is_taken_upright_and_without_its_place(page, clone):
    begin(page, clone)
    assert give(page, "drop", ("IMG 0042.HEIC", "", heic(3)))
    page.get_by_label("What does it show?").fill("A beach")
    page.get_by_role("button", name="Put it in").click()
    until(lambda: written(page) == "![A beach]({static}/images/posts/img-0042.jpg)")
    with Image.open(clone.folder / "content/images/posts/img-0042.jpg") as stored_picture:
        assert (stored_picture.format, stored_picture.size, dict(stored_picture.getexif())) == ("JPEG", (200, 400), {})


def test_pictures_that_are_left_out_or_taken_back_do_not_stay_in_the_site(page, clone):
    """Until they were given back, each cancelled paste left its pictures among those of the site."""
    posts = clone.folder / "content/images/posts"
    before = set(posts.iterdir())
    begin(page, clone, "Before.")
    page.get_by_label("Title").fill("")  # keeps it from saving by itself: what a save names belongs to the site
    data = docx(
        "It was so.\n\n![A wall](wall.jpg)\n\n![A door](door.jpg)\n",
        wall_jpg=picture("JPEG", color="red"),
        door_jpg=picture("JPEG", color="blue"),
    )
    assert give(page, "drop", ("walls.docx", "", data))
    page.get_by_role("button", name="Leave this one out").first.click()
    page.get_by_role("button", name="Put it in").click()
    until(lambda: "![A door]" in written(page))
    until(lambda: [file.name for file in set(posts.iterdir()) - before] == ["walls-2.jpg"])
    assert give(page, "drop", ("mill.jpg", "image/jpeg", picture("JPEG", color="teal")))
    page.get_by_role("button", name="Leave it out").click()
    page.keyboard.press("ControlOrMeta+z")
    until(lambda: written(page) == "Before.")
    assert (posts / "walls-2.jpg").exists(), "it can still be done again"
    page.goto(clone.desk + "/posts")
    until(lambda: set(posts.iterdir()) == before)


@pytest.mark.parametrize("place", ["text", "page"])
def test_a_file_that_the_text_does_not_take_never_leaves_the_editor(page, clone, place):
    begin(page, clone, "Still here.")
    assert give(page, "dragover", ("notes.pdf", "application/pdf", b"%PDF-1.7"), place=place)
    assert give(page, "drop", ("notes.pdf", "application/pdf", b"%PDF-1.7"), place=place)
    page.get_by_text("“notes.pdf” is a PDF; the text takes pictures and Word files (.docx).").wait_for()
    assert written(page) == "Still here."


def test_what_is_said_of_a_picture_is_changed_where_it_stands(page, clone):
    image = "![A \\[red\\] door]({static}/images/posts/door.jpg)"
    begin(page, clone, f"One.\n\n{image}\n*Old \\*words\\*.*\n\nTwo.")
    page.get_by_text("Caption and place").first.click()
    assert page.get_by_label("What does it show?").input_value() == "A [red] door"
    assert page.get_by_label("Caption, for all readers").input_value() == "Old *words*."
    page.get_by_role("button", name="Leave it as it is").click()
    page.evaluate("import('/static/text.js').then(({ text }) => text.select(text.value.indexOf('door')))")
    (clone.folder / "content/images/posts").mkdir(exist_ok=True)
    (clone.folder / "content/images/posts/door.jpg").write_bytes(picture("JPEG", color="red"))
    page.get_by_role("button", name="Picture", exact=True).click()
    page.get_by_label("Caption, for all readers").fill("New words.")
    page.get_by_label("Place").select_option("Reaching into the margin")
    page.get_by_role("button", name="Change it").click()
    until(lambda: written(page) == f"One.\n\n{image}{{.wide}}\n*New words.*\n\nTwo.")
    page.keyboard.press("ControlOrMeta+z")
    until(lambda: written(page) == f"One.\n\n{image}\n*Old \\*words\\*.*\n\nTwo.")


def test_the_title_of_a_word_file_is_not_said_twice(page, clone):
    begin(page, clone)
    page.get_by_label("Title").fill("My Letter")
    assert give(page, "drop", ("letter.docx", "", docx("# My letter\n\nIt was so.\n")))
    until(lambda: written(page) == "It was so.")


def test_what_is_dropped_goes_where_the_mouse_is(page, clone):
    begin(page, clone, "One two.\n\nThree.\n\nFour.")
    place = page.locator(".cm-line", has_text="One").evaluate(
        """line => {
          const range = document.createRange();
          range.setStart(line.firstChild, 4);
          const { left, top, height } = range.getBoundingClientRect();
          return [left, top + height / 2];
        }"""
    )
    assert give(page, "drop", at=place, html="<b>and</b>", text="and")
    until(lambda: written(page) == "One **and**two.\n\nThree.\n\nFour.")
    assert give(page, "drop", ("door.jpg", "image/jpeg", picture("JPEG", color="red")), at=place)
    page.get_by_label("What does it show?").fill("A door")
    page.get_by_role("button", name="Put it in").click()
    image = "![A door]({static}/images/posts/door.jpg)"
    until(lambda: written(page) == f"One **and**two.\n\n{image}\n\nThree.\n\nFour.")


def test_a_picture_of_the_site_is_chosen_by_what_shows_it_and_replaced_where_it_is_shown(page, clone):
    (clone.folder / "content/images/mill.png").write_bytes(picture())
    begin(page, clone)
    page.get_by_role("button", name="Picture of the site").click()
    page.get_by_label("Its name, or that of a text").fill("mill")
    page.get_by_role("button", name="mill.png").click()
    page.get_by_label("What does it show?").fill("The mill")
    page.get_by_role("button", name="Put it in").click()
    until(lambda: written(page) == "![The mill]({static}/images/mill.png)")
    page.keyboard.press("ControlOrMeta+s")
    page.get_by_text("Saved at").wait_for()
    page.goto(clone.desk + "/pictures?q=mill")
    page.get_by_text("Replace", exact=False).first.click()
    page.get_by_label("The new picture").set_input_files(
        {"name": "new.heic", "mimeType": "image/heic", "buffer": heic()}
    )
    page.get_by_role("button", name="Replace it").click()
    page.get_by_text("Replaced. Every text").wait_for()
    assert "![The mill]({static}/images/mill.jpg)" in (clone.folder / "content/pages/about.md").read_text()
    assert not (clone.folder / "content/images/mill.png").exists()
