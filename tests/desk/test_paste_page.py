"""What the editor sends beside a form: clipboards, Word files, pictures; answered as JSON, and only to the desk itself."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from PIL import Image

from tests.desk.docx import docx
from tests.desk.heic import heic
from tests.drawing import picture

BOUNDARY = "a-line-between"


def cache_control(answer) -> str:
    return {name.lower(): value for name, value in answer.headers.items()}["cache-control"]


def send(
    live: Any, path: str, file: tuple[str, str, bytes] | None = None, /, **fields: str
) -> tuple[int, dict[str, Any]]:
    """Send fields, and a file by field, name and bytes; the status and what the desk answered."""
    parts = [f'name="{name}"\r\n\r\n{value}'.encode() for name, value in {"token": live.token, **fields}.items()]
    if file:
        field, name, data = file
        parts.append(f'name="{field}"; filename="{name}"\r\n\r\n'.encode() + data)
    lines = b"".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; ".encode() + part + b"\r\n" for part in parts)
    headers = {
        "Host": live.host,
        "Cookie": live.cookie,
        "Origin": live.origin,
        "Content_Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    answer = live.ask("POST", path, lines + f"--{BOUNDARY}--\r\n".encode(), **headers)
    return answer.status, json.loads(answer.text) if answer.text.startswith("{") else {}


def test_a_clipboard_comes_back_as_markdown(live):
    site = live.origin.replace("127.0.0.1", "localhost")
    status, answer = send(live, "/paste", html=f"<h1>A</h1><p><a href='{site}/about/'>b</a></p>", text="A\nb")
    assert status == 200
    assert answer == {"markdown": "## A\n\n[b](/about/)", "inline": False, "pictures": [], "notes": []}


@pytest.mark.parametrize(
    "path", ["/paste", "/document", "/picture", "/picture/drop", "/thumbnail", "/replace/images/a.png"]
)
def test_nobody_but_the_desk_itself_sends_anything(live, path):
    assert live.post(path, {"html": "<b>x</b>"}, Origin="https://evil.example").status == 403
    assert send(live, path, token="another")[0] == 403


def test_a_word_file_comes_back_with_its_pictures_stored(live):
    data = docx("## A\n\n![A wall](wall.png)\n", wall_png=picture())
    status, answer = send(live, "/document", ("document", "My Letter.docx", data))
    assert (status, answer["markdown"]) == (200, "## A\n\n![A wall]({static}/images/posts/my-letter.png)")
    assert answer["pictures"] == [{"path": "images/posts/my-letter.png", "alt": "A wall"}]
    assert (live.content / "images/posts/my-letter.png").is_file()
    status, answer = send(live, "/document", ("document", "old.doc", b"\xd0\xcf\x11\xe0"))
    assert (status, answer["fault"][:35]) == (422, "This is a Word file of the old kind")


def test_a_picture_is_stored_once_and_one_of_the_site_is_not_stored_again(live):
    picture_fields = {"picture.alt": "A door", "picture.caption": "Open.", "picture.place": "wide"}
    status, answer = send(live, "/picture", ("picture", "door.png", picture()), **picture_fields)
    assert (status, answer["path"]) == (200, "images/posts/door.png")
    assert answer["markdown"] == "![A door]({static}/images/posts/door.png){.wide}\n*Open.*"
    assert send(live, "/picture", path="images/posts/door.png", **picture_fields)[1] == answer
    assert send(live, "/picture", path="../../etc/passwd", **picture_fields)[0] == 400
    assert send(live, "/picture", ("picture", "talk.mov", b"\0\0\0\x14ftypqt  "))[1]["fault"].startswith(
        "This is a film"
    )


EDITOR, OTHER = "11111111-aaaa", "22222222-bbbb"
WALL = "images/posts/wall.png"


@pytest.fixture
def brought(live) -> Any:
    """A desk that stored a picture for an editor, and the file."""
    answer = send(live, "/picture", ("picture", "wall.png", picture()), draft=EDITOR)[1]
    assert answer["path"] == WALL
    return live


def is_there(live: Any) -> bool:
    return (live.content / WALL).is_file()


def drop(live: Any, editor: str = EDITOR, *paths: str) -> None:
    assert live.post("/picture/drop", {"draft": editor, "path": list(paths) or [WALL]}).status == 200


def test_a_picture_that_was_brought_and_is_not_wanted_goes(brought):
    drop(brought)
    assert not is_there(brought)
    assert WALL not in brought.get("/deleted").text


def test_a_picture_goes_when_no_editor_wants_it_any_more(brought):
    assert send(brought, "/picture", ("picture", "wall.png", picture()), draft=OTHER)[1]["path"] == WALL
    drop(brought)
    assert is_there(brought), "another tab was given it"
    drop(brought, OTHER)
    assert not is_there(brought)


@pytest.mark.parametrize("path", ["pages/about.md", "site.yaml", "calls/course.md"])
def test_a_picture_that_a_file_of_the_site_names_stays(brought, path):
    file = brought.content / path
    file.write_text((file.read_text() if file.exists() else "name: A\n") + "\n# [w](../images/posts/w%61ll.png)\n")
    drop(brought)
    assert is_there(brought)


def test_a_picture_that_is_typed_somewhere_and_not_saved_stays(brought):
    kept_text = {"path": "pages/about.md", "draft": OTHER, "base": "", "body": f"![W]({{static}}/{WALL})"}
    assert brought.post("/keep", kept_text).status == 200
    drop(brought)
    assert is_there(brought)


def test_a_picture_goes_that_only_an_older_state_of_the_same_editor_names(brought):
    kept_text = {"path": "pages/about.md", "draft": EDITOR, "base": "", "body": f"![W]({{static}}/{WALL})"}
    assert brought.post("/keep", kept_text).status == 200
    drop(brought)
    assert not is_there(brought)


def test_a_picture_that_a_saved_text_had_stays_for_its_earlier_versions(brought):
    path = "pages/about.md"
    for body in (f"![W]({{static}}/{WALL})", "Nothing."):
        assert brought.post(f"/write/{path}", {"base": brought.base(path), "body": body}).status == 303
    drop(brought)
    assert is_there(brought)


@pytest.mark.parametrize("path", ["images/mill.png", "pages/about.md", "../settings.py", "images/none.png"])
def test_what_was_not_brought_is_not_taken_away(live, path):
    (live.content / "images").mkdir(exist_ok=True)
    (live.content / "images/mill.png").write_bytes(picture())
    before = {file for file in live.folder.rglob("*.*") if file.suffix in (".png", ".md", ".py")}
    drop(live, EDITOR, path)
    assert before <= set(live.folder.rglob("*.*"))


def test_a_picture_that_was_changed_meanwhile_stays(brought):
    (brought.content / WALL).write_bytes(picture(size=(9, 9)))
    drop(brought)
    assert is_there(brought)


def test_the_pictures_of_a_clipboard_that_cannot_be_taken_go(live):
    (live.content / "images/posts/picture-2.png").mkdir(parents=True)
    urls = [f"data:image/png;base64,{base64.b64encode(picture(size=(9, side))).decode()}" for side in (8, 9)]
    html = "".join(f"<p><img src='{url}'></p>" for url in urls)
    status, answer = send(live, "/paste", html=html, text="", draft=EDITOR)
    assert (status, answer["fault"][:31]) == (507, "A picture could not be stored: ")
    assert not [file for file in (live.content / "images").rglob("*.png") if file.is_file()]
    (live.content / "images/posts/picture-2.png").rmdir()


def test_pictures_of_the_site_are_offered_small_with_the_texts_that_show_them(live):
    (live.content / "images").mkdir(exist_ok=True)
    for name in ("mill.png", "wall.png"):
        (live.content / "images" / name).write_bytes(picture(size=(640, 320)))
    (live.content / "posts/2026/first.md").write_text(
        "---\ntitle: First\ndate: 2026-01-05\n---\n![M]({static}/images/mill.png)\n"
    )
    choices = json.loads(live.get("/choose?q=first").text)
    [mill] = choices["pictures"]
    link = mill.pop("thumbnail")
    assert (mill, choices["more"]) == ({"path": "images/mill.png", "name": "mill.png", "texts": ["First"]}, 0)
    assert {picture_entry["name"] for picture_entry in json.loads(live.get("/choose?q=").text)["pictures"]} >= {
        "mill.png",
        "wall.png",
    }
    answer = live.get(link)
    with Image.open(io.BytesIO(answer.body)) as thumbnail:
        assert thumbnail.size == (320, 160)
    assert "immutable" in cache_control(answer), "a browser asks once for it, whatever is typed"
    (live.content / "images/mill.png").write_bytes(picture("JPEG"))
    assert cache_control(live.get(link)) == "no-store", "it is another picture now"
    [mill] = json.loads(live.get("/choose?q=mill").text)["pictures"]
    assert mill["thumbnail"] != link and cache_control(live.get(mill["thumbnail"])) != "no-store"
    assert live.get("/thumbnail/posts/2026/first.md").status == 404
    assert live.get("/thumbnail/images/../posts/2026/first.md").status == 404


def test_a_photo_of_an_iphone_is_shown_before_it_is_put_in_and_leaves_no_trace(live):
    files_before, thumbnails_before = sorted(live.content.rglob("*")), set(live.folder.rglob("thumbnails/*"))
    assert send(live, "/thumbnail", ("picture", "a.heic", heic()))[0] == 200
    [kept_text] = set(live.folder.rglob("thumbnails/*")) - thumbnails_before
    with Image.open(kept_text) as thumbnail:
        assert (thumbnail.format, max(thumbnail.size)) == ("JPEG", 320)
    status, answer = send(live, "/thumbnail", ("picture", "a.heic", b"no picture"))
    assert (status, answer["fault"]) == (404, "this file is no picture, or a damaged one")
    assert sorted(live.content.rglob("*")) == files_before


def test_a_drawing_that_is_opened_by_its_address_runs_nothing(live):
    (live.content / "images").mkdir(exist_ok=True)
    (live.content / "images/a.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>")
    headers = {name.lower(): value for name, value in live.get("/thumbnail/images/a.svg").headers.items()}
    assert "sandbox" in headers["content-security-policy"]


def test_a_replaced_picture_of_the_site_itself_is_named_by_its_new_name(live):
    (live.content / "images").mkdir(exist_ok=True)
    (live.content / "images/mill.png").write_bytes(picture())
    (live.content / "site.yaml").write_text("name: Calm\nlogo: images/mill.png\n")
    assert send(live, "/replace/images/mill.png", ("picture", "x.jpg", picture("JPEG")))[0] == 303
    assert live.read("site.yaml") == "name: Calm\nlogo: images/mill.jpg\n"
    assert not (live.content / "images/mill.png").exists()


def test_a_replaced_picture_is_shown_by_every_text_and_the_old_one_kept(live):
    (live.content / "images").mkdir(exist_ok=True)
    (live.content / "images/mill.png").write_bytes(picture())
    post = live.content / "posts/2026/first.md"
    post.write_text(
        "---\ntitle: First\ndate: 2026-01-05\nimage: images/mill.png\n---\n![M]({static}/images/mill.png)\n"
    )
    assert send(live, "/replace/images/mill.png", ("picture", "x.png", picture(size=(9, 9))))[0] == 303
    with Image.open(live.content / "images/mill.png") as replacement:
        assert replacement.size == (9, 9)
    assert send(live, "/replace/images/mill.png", ("picture", "x.jpg", picture("JPEG")))[0] == 303
    assert "image: images/mill.jpg" in post.read_text() and "{static}/images/mill.jpg" in post.read_text()
    assert not (live.content / "images/mill.png").exists()
    assert len(list((live.content / ".versions/images/mill.png").iterdir())) == 2
    assert send(live, "/replace/images/mill.jpg", ("picture", "x.jpg", b"no picture"))[0] == 422
    assert send(live, "/replace/images/none.jpg", ("picture", "x.jpg", picture()))[0] == 422
