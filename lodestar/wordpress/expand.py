"""Expands known shortcodes: WordPress's own, and those of WordPress.com."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from html import escape, unescape

from lodestar.html_to_markdown.embeds import link, watchable
from lodestar.html_to_markdown.tags import untagged
from lodestar.wordpress.blocks import COUNTERPARTS
from lodestar.wordpress.model import WxrItem, WxrPicture
from lodestar.wordpress.shortcodes import Code

CAPTIONED = re.compile(r"((?:<a [^>]+>\s*)?<img [^>]+>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
CODE_NAMES = [
    "sourcecode", "code", "actionscript3", "as3", "bash", "shell", "cpp", "csharp", "c#", "css", "delphi",
    "diff", "erlang", "groovy", "javascript", "js", "java", "jfx", "matlabkey", "objc", "perl", "plain", "text",
    "php", "powershell", "ps", "py", "python", "r", "ruby", "rails", "scala", "sql", "vb", "vbnet", "xml",
    "html", "xhtml",
]  # fmt: skip
SOURCES = ("src", "mp3", "m4a", "ogg", "wav", "flac", "mp4", "m4v", "webm", "ogv", "flv", "mov")
Handler = Callable[[Code], str | None]
EMBEDS = (
    "youtube", "vimeo", "dailymotion", "ted", "soundcloud", "spotify", "tweet", "twitter", "instagram", "slideshare",
    "facebook", "flickr", "scribd", "googlemaps", "wpvideo", "videopress", "bandcamp", "googlevideo", "gist", "polldaddy",
    "crowdsignal", "kickstarter", "tiktok", "pinterest", "giphy",
)  # fmt: skip
"""Shortcodes that embed something from another site; here they become links."""
SUBSCRIPTION_FORMS = ("blog_subscription_form", "jetpack_subscription_form")
CORE = ("caption", "wp_caption", "gallery", "playlist", "audio", "video", "embed")
"""WordPress's own shortcodes; it texturizes the text around their tags, but not inside them."""


def handlers(
    item: WxrItem, pictures: Mapping[int, WxrPicture], below: Callable[[int], Sequence[WxrPicture]]
) -> dict[str, Handler]:
    """Return the handlers for the shortcodes of an item; `below` returns the pictures attached to an item."""
    by_name: dict[str, Handler] = {
        "caption": _caption,
        "wp_caption": _caption,
        "gallery": lambda code: _gallery(code, item, pictures, below),
        "playlist": lambda code: _playlist(code, item, pictures, below),
        "audio": lambda code: _media(code, "audio", below(item.id)),
        "video": lambda code: _media(code, "video", below(item.id)),
        "embed": _embed,
    }
    by_name["slideshow"] = by_name["gallery"]
    by_name |= dict.fromkeys(EMBEDS, _link_to_other_site)
    for name, block in (("archives", "archives"), *((form, "jetpack/subscriptions") for form in SUBSCRIPTION_FORMS)):
        by_name[name] = partial(_link_to_counterpart, block)
    return by_name


def code_blocks(text: str) -> str:
    """Return the text with WordPress.com's source code shortcodes as `<pre>`; done before any other step."""
    names = [name for name in CODE_NAMES if f"[/{name}]" in text]
    for name in names:
        pattern = re.compile(
            rf"(?<!\[)\[{re.escape(name)}((?:\s[^\]]*)?)\]\r?\n?(.*?)\r?\n?\[/{re.escape(name)}\](?!\])", re.DOTALL
        )
        text = pattern.sub(lambda match, name=name: _pre(match, name), text)  # type: ignore[misc]
    return text


def _pre(match: re.Match[str], name: str) -> str:
    from lodestar.wordpress.shortcodes import attributes

    named, _ = attributes(match[1])
    language = (
        named.get("language") or named.get("lang") or ("" if name in ("sourcecode", "code", "plain", "text") else name)
    )
    language = re.sub(r"[^\w+#-]", "", language).lower()
    mark = f' class="language-{language}"' if language else ""
    return f"\n\n<pre><code{mark}>{escape(unescape(match[2]), quote=False)}</code></pre>\n\n"


def _caption(code: Code) -> str | None:
    content = code.content or ""
    caption = code.named.get("caption", "")
    if match := CAPTIONED.fullmatch(content.strip()):
        picture, caption = match[1], match[2].strip() or caption
    else:
        picture = content
    if not caption:
        return picture
    names = f"wp-caption {code.named.get('align', 'alignnone')}".strip()
    mark = f' id="{escape(code.named["id"])}"' if code.named.get("id") else ""
    caption_html = f'<figcaption class="wp-caption-text">{caption}</figcaption>'
    return f'<figure{mark} class="{escape(names)}">{picture}{caption_html}</figure>'


def _ids(value: str) -> list[int]:
    return [int(part) for part in re.split(r"[\s,]+", value) if part.isdigit()]


def _listed_files(
    code: Code,
    item: WxrItem,
    pictures: Mapping[int, WxrPicture],
    below: Callable[[int], Sequence[WxrPicture]],
    kind: str,
) -> list[WxrPicture]:
    """Return the files of a gallery or playlist, in order."""
    ids = code.named.get("ids") or code.named.get("include") or ""
    if ids:
        return [pictures[picture] for picture in _ids(ids) if picture in pictures]
    parent = _ids(code.named.get("id", ""))
    excluded = set(_ids(code.named.get("exclude", "")))
    results = [
        picture
        for picture in below(parent[0] if parent else item.id)
        if picture.id not in excluded and picture.mime.startswith(kind)
    ]
    orderby = code.named.get("orderby", "").lower()
    if "title" in orderby:
        results.sort(key=lambda picture: picture.title)
    elif orderby in ("id", "post_date"):
        results.sort(key=lambda picture: picture.id)
    return results[::-1] if code.named.get("order", "").upper() == "DESC" else results


def lacking(code: Code, pictures: Mapping[int, WxrPicture]) -> int:
    """Return how many files of a gallery or playlist are missing from the export."""
    return sum(id not in pictures for id in _ids(code.named.get("ids") or code.named.get("include") or ""))


def _gallery(
    code: Code, item: WxrItem, pictures: Mapping[int, WxrPicture], below: Callable[[int], Sequence[WxrPicture]]
) -> str | None:
    gallery_pictures = _listed_files(code, item, pictures, below, "image")
    if not gallery_pictures:
        return None
    columns = code.named.get("columns", "3")
    columns = columns if columns.isdigit() else "3"
    linked = code.named.get("link", "file") != "none"
    figures = "".join(_figure(picture, linked) for picture in gallery_pictures)
    return f'<div class="gallery gallery-columns-{columns}">{figures}</div>'


def _figure(picture: WxrPicture, linked: bool) -> str:
    image = f'<img src="{escape(picture.url)}" alt="{escape(picture.alt)}">'
    if linked:
        image = f'<a href="{escape(picture.url)}">{image}</a>'
    caption = f"<figcaption>{picture.caption}</figcaption>" if picture.caption else ""
    return f'<figure class="gallery-item">{image}{caption}</figure>'


def _playlist(
    code: Code, item: WxrItem, pictures: Mapping[int, WxrPicture], below: Callable[[int], Sequence[WxrPicture]]
) -> str | None:
    kind = "video" if code.named.get("type") == "video" else "audio"
    tracks = _listed_files(code, item, pictures, below, kind)
    if not tracks:
        return None
    return (
        "<ul>"
        + "".join(f'<li><a href="{escape(track.url)}">{escape(track.title)}</a></li>' for track in tracks)
        + "</ul>"
    )


def _media(code: Code, kind: str, hanging: Sequence[WxrPicture]) -> str | None:
    """Return a player for the file that a shortcode names, else for the first attached one (`wp_audio_shortcode`)."""
    url = next((code.named[name] for name in SOURCES if code.named.get(name)), "") or next(iter(code.plain), "")
    url = unescape(url or untagged(code.content or "").strip()).partition("|")[0].strip()
    url = url or next((attached.url for attached in hanging if attached.mime.startswith(kind)), "")
    return player(url, kind, code.named.get("poster", "")) if re.match(r"(https?:)?/", url) else None


def podcast(enclosure: str) -> str:
    """Return a player for a podcast's recording, given address, length and type on separate lines, as in `do_enclose`.

    The site's feeds need the length and type of files on other sites.
    """
    url, length, type = (*(line.strip() for line in enclosure.split("\n")[:3]), "", "", "")[:3]
    facts = f' data-length="{length}"' if length.isdecimal() and int(length) else ""
    facts += f' data-type="{type}"' if facts and re.fullmatch(r"[\w.+-]+/[\w.+-]+", type) else ""
    return player(url, "video" if type.startswith("video/") else "audio", facts=facts)


def player(url: str, kind: str = "audio", poster: str = "", facts: str = "") -> str:
    """Return a player for a sound or a film, with a link for those who cannot use it."""
    poster_attribute = f' poster="{escape(poster)}"' if poster else ""
    link_html = f'<a href="{escape(url)}">{escape(url, quote=False)}</a>'
    return f'<figure class="{kind}"><{kind} controls preload="none" src="{escape(url)}"{poster_attribute}{facts}>{link_html}</{kind}></figure>'


def _embed(code: Code) -> str | None:
    url = unescape(untagged(code.content or "").strip() or code.named.get("src", ""))
    return link(url) if re.match(r"https?://\S+$", url) else None


def _link_to_counterpart(block: str, code: Code) -> str:
    """Return a link to the page of this site that replaces a block."""
    return '<a href="{}">{}</a>'.format(*COUNTERPARTS[block])


def _link_to_other_site(code: Code) -> str | None:
    """Return a link for `[youtube URL]`, `[youtube=URL]`, `[vimeo 123]`, `[wpvideo ID]` and the like."""
    candidates = (
        *code.plain,
        code.named.get("url", ""),
        code.named.get("id", ""),
        code.named.get("poll", ""),
        untagged(code.content or "").strip(),
    )
    value = unescape(next((candidate for candidate in candidates if candidate), "")).lstrip("=")
    if re.match(r"https?://\S+$", value):
        return link(watchable(value))
    forms = {
        "vimeo": "https://vimeo.com/{}", "youtube": "https://www.youtube.com/watch?v={}",
        "wpvideo": "https://videopress.com/v/{}", "videopress": "https://videopress.com/v/{}",
        "tweet": "https://twitter.com/i/status/{}", "ted": "https://www.ted.com/talks/{}",
        "dailymotion": "https://www.dailymotion.com/video/{}", "gist": "https://gist.github.com/{}",
        "polldaddy": "https://poll.fm/{}", "crowdsignal": "https://poll.fm/{}",
    }  # fmt: skip
    if code.name in forms and re.fullmatch(r"[\w-]{3,40}", value):
        return link(forms[code.name].format(value))
    return None


KNOWN = frozenset(handlers(WxrItem(0, "post", "publish"), {}, lambda _: ()))
"""The names of the shortcodes that have a handler."""
