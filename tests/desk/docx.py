"""Files of Word, made of Markdown: the least that Word itself would open (ECMA-376)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from bs4 import BeautifulSoup, NavigableString, Tag
from markdown import Markdown

SPACES = " ".join(
    f'xmlns:{name}="http://schemas.openxmlformats.org/{address}"'
    for name, address in (
        ("w", "wordprocessingml/2006/main"),
        ("r", "officeDocument/2006/relationships"),
        ("wp", "drawingml/2006/wordprocessingDrawing"),
        ("a", "drawingml/2006/main"),
        ("pic", "drawingml/2006/picture"),
    )
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FORMS = {
    "strong": "<w:b/>",
    "em": "<w:i/>",
    "del": "<w:strike/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
STYLES = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "blockquote": "Quote"}
NAMES = {"Heading1": "heading 1", "Heading2": "heading 2", "Heading3": "heading 3", "Quote": "Quote", "Title": "Title"}


class Docx:
    """A file in the making."""

    def __init__(self, pictures: Mapping[str, bytes] | None = None) -> None:
        self._pictures = pictures or {}
        self._links: list[tuple[str, str, str]] = []
        self._lists: list[list[str]] = []
        """The kinds of the levels of each list."""
        self._notes: list[str] = []

    def made_of(self, markdown: str) -> bytes:
        """Return the file of a text; pictures are those that were given, by the addresses that the text has for them."""
        html = Markdown(extensions=["extra", "sane_lists"]).convert(markdown)
        root = BeautifulSoup(html, "html.parser")
        for note in root.select("div.footnote li"):
            for back_link in note.select("a.footnote-backref"):
                back_link.decompose()
            self._notes.append(self._runs(note.find("p").children))
        body = "".join(self._block(tag) for tag in root.find_all(True, recursive=False) if tag.name != "div")
        return self._packed(body)

    def _block(self, tag: Tag, style: str = "") -> str:
        if tag.name in ("ul", "ol"):
            self._lists.append([])
            return "".join(self._items(tag, len(self._lists), 0))
        if tag.name == "blockquote":
            return "".join(self._block(child, "Quote") for child in tag.find_all(True, recursive=False))
        if tag.name == "table":
            return f"<w:tbl>{''.join(self._row(row) for row in tag.find_all('tr'))}</w:tbl>"
        return self._paragraph(
            tag.children, f'<w:pStyle w:val="{style_name}"/>' if (style_name := style or STYLES.get(tag.name)) else ""
        )

    def _row(self, row: Tag) -> str:
        cells = (f"<w:tc>{self._paragraph(cell.children)}</w:tc>" for cell in row.find_all(["th", "td"]))
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def _items(self, tag: Tag, number: int, level: int) -> Iterable[str]:
        kinds = self._lists[number - 1]
        if level == len(kinds):
            kinds.append(tag.name)
        if kinds[level] != tag.name:  # Word has one kind for each level of a list
            self._lists.append([*kinds[:level], tag.name])
            number = len(self._lists)
        numbering = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        for item in tag.find_all("li", recursive=False):
            yield self._paragraph(
                [node for node in item.children if getattr(node, "name", "") not in ("ul", "ol")], numbering
            )
            for inner in item.find_all(["ul", "ol"], recursive=False):
                yield from self._items(inner, number, level + 1)

    def _paragraph(self, nodes: Iterable[object], properties: str = "") -> str:
        return f"<w:p><w:pPr>{properties}</w:pPr>{self._runs(nodes)}</w:p>"

    def _runs(self, nodes: Iterable[object], form: str = "") -> str:
        parts = []
        for node in nodes:
            if isinstance(node, NavigableString):
                text = str(node).replace("\n", " ").strip("\n")
                parts.append(
                    f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
                    if text.strip() or text == " "
                    else ""
                )
            elif isinstance(node, Tag):
                parts.append(self._inline(node, form))
        return "".join(parts)

    def _inline(self, tag: Tag, form: str) -> str:
        if tag.find("a", class_="footnote-ref"):
            return f'<w:r><w:footnoteReference w:id="{int(tag.get_text()) + 1}"/></w:r>'
        if tag.name == "a":
            self._links.append(("hyperlink", tag["href"], "External"))
            return f'<w:hyperlink r:id="rId{len(self._links)}">{self._runs(tag.children, form)}</w:hyperlink>'
        if tag.name == "img":
            self._links.append(("image", f"media/{tag['src']}", "Internal"))
            return (
                f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture" descr={quoteattr(tag.get("alt", ""))}/><a:graphic>'
                f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="rId{len(self._links)}"/></pic:blipFill></pic:pic>'
                "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
            )
        return self._runs(tag.children, form + FORMS.get(tag.name, ""))

    def _packed(self, body: str) -> bytes:
        levels = lambda kinds: "".join(  # noqa: E731
            f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{"decimal" if kind == "ol" else "bullet"}"/></w:lvl>'
            for at, kind in enumerate(kinds)
        )
        numbering = "".join(
            f'<w:abstractNum w:abstractNumId="{at}">{levels(kinds)}</w:abstractNum>'
            for at, kinds in enumerate(self._lists)
        )
        numbering += "".join(
            f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(len(self._lists))
        )
        styles = "".join(
            f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
            for key, name in NAMES.items()
        )
        notes = "".join(
            f'<w:footnote w:id="{at}"><w:p>{runs}</w:p></w:footnote>' for at, runs in enumerate(self._notes, start=2)
        )
        links = "".join(
            f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target={quoteattr(target)} TargetMode="{mode}"/>'
            for at, (kind, target, mode) in enumerate(self._links, start=1)
        )
        links += "".join(
            f'<Relationship Id="rIdx{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>'
            for name in ("numbering", "styles", "footnotes")
        )
        parts = {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/>'
            + "".join(
                f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
                for name, kind in (
                    ("document", "document.main"),
                    ("numbering", "numbering"),
                    ("styles", "styles"),
                    ("footnotes", "footnotes"),
                )
            )
            + "</Types>",
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": f"<w:numbering {SPACES}>{numbering}</w:numbering>",
            "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
            "word/footnotes.xml": f"<w:footnotes {SPACES}>{notes}</w:footnotes>",
        }
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
            for name, data in self._pictures.items():
                archive.writestr(f"word/media/{name}", data)
        return stream.getvalue()


def docx(markdown: str, **pictures: bytes) -> bytes:
    """Return a file of Word with a text; `door_png=...` is the picture `door.png` in it."""
    return Docx({name.replace("_", "."): data for name, data in pictures.items()}).made_of(markdown)
