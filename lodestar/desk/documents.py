"""Word documents (`.docx`, ECMA-376), converted to Markdown."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lodestar.desk.pasting import Insertion, Pictures, with_films
from lodestar.html_to_markdown.clipboard import TooMuch, clipboard

LARGEST = 200_000_000
"""Most bytes of an unpacked file."""
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
r[style-name='Strong'] => strong
r[style-name='Emphasis'] => em
r[style-name='Intense Emphasis'] => em
comment-reference =>
"""
"""How mammoth maps Word's styles, in addition to the headings and lists that it knows."""
OTHERS = {
    b"\xd0\xcf\x11\xe0": "this is a Word file of the old kind (.doc); open it in Word and save it as .docx",
    b"{\\rtf": "this is a text in RTF; open it in Word and save it as .docx",
    b"%PDF": "this is a PDF, which has no paragraphs any more; drop in the file it was made from (.docx)",
}
"""Messages for other kinds of files, by their first bytes."""


class Unreadable(ValueError):
    """A file cannot be read as a text; the message says why."""


def read_document(data: bytes, pictures: Pictures) -> Insertion:
    """Return the text of a Word file; its pictures are stored in the site. Raises Unreadable."""
    import mammoth  # type: ignore[import-untyped]

    _check(data)
    files: dict[str, bytes] = {}

    def image(picture: Any) -> dict[str, str]:
        with picture.open() as stream:
            files[address := f"docx:{len(files)}"] = stream.read()
        return {"src": address}

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(image)
        ).value
        pictures.files = files
        pasted = clipboard(html, pictures)
    except TooMuch as reason:
        raise Unreadable(str(reason)) from None
    except Exception as error:  # mammoth raises all kinds of errors for a malformed file
        raise Unreadable("this Word file is damaged, or made by a program that writes other files") from error
    if not pasted.markdown.strip():
        raise Unreadable("there are no words in this Word file")
    return Insertion(with_films(pasted.markdown).strip("\n"), False)


def _check(data: bytes) -> None:
    """Raise Unreadable for anything but a Word file, and for one that would fill the memory."""
    for beginning, reason in OTHERS.items():
        if data.startswith(beginning):
            raise Unreadable(reason)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if sum(part.file_size for part in archive.infolist()) > LARGEST:
                raise Unreadable("this Word file is too large for the desk")
            if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis"):
                raise Unreadable("this is a text of LibreOffice (.odt); open it there and save it as .docx")
            if "Index/Document.iwa" in names:
                raise Unreadable("this is a text of Pages; export it there as Word (.docx)")
            if "word/document.xml" not in names:
                raise Unreadable("this is no Word file (.docx)")
            for part in archive.infolist():
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:  # a DTD, which OOXML never has and XML bombs need
                        if b"<!" in stream.read(4096).replace(b"\0", b"").replace(b"<!--", b""):
                            raise Unreadable("this Word file holds what no Word file has; save it anew in Word")
    except zipfile.BadZipFile:
        raise Unreadable("this is no Word file (.docx), or a damaged one") from None
    except (RuntimeError, NotImplementedError):
        raise Unreadable("this Word file has a password; take it off in Word first") from None
