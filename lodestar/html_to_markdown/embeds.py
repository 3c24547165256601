"""Videos, sounds and other embeds: a link with a title, so that no third party is contacted unasked."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import parse_qs

from lodestar.html_to_markdown.urls import host_of, split

ALONE = re.compile(r"^([ \t]*)(https?://[^\s<>\"]+)([ \t]*)$", re.MULTILINE | re.IGNORECASE)
IN_PARAGRAPH = re.compile(r"(<p(?: [^>]*)?>\s*)(https?://[^\s<>\"]+)(\s*</p>)", re.IGNORECASE)
CODE = re.compile(
    r"(<pre\b.*?(?:</pre>|\Z)|<code\b.*?(?:</code>|\Z)|<textarea\b.*?(?:</textarea>|\Z))", re.DOTALL | re.IGNORECASE
)
PLACES = {
    "youtube": "Video on YouTube", "youtu": "Video on YouTube", "vimeo": "Video on Vimeo",
    "videopress": "Video on VideoPress", "ted": "Talk on TED", "dailymotion": "Video on Dailymotion",
    "soundcloud": "Sound on SoundCloud", "spotify": "Sound on Spotify", "twitter": "Post on Twitter", "x": "Post on X",
    "instagram": "Picture on Instagram", "flickr": "Picture on Flickr", "facebook": "Post on Facebook",
    "slideshare": "Slides on SlideShare", "scribd": "Document on Scribd", "imgur": "Picture on Imgur",
    "tiktok": "Video on TikTok", "reddit": "Post on Reddit", "google": "Page on Google", "amazon": "Page on Amazon",
}  # fmt: skip


def title_of(url: str) -> str:
    """Return a short description of what is at an address elsewhere."""
    host = (host_of(url)).removeprefix("www.").removeprefix("m.")
    parts = host.split(".")
    name = parts[-2] if len(parts) > 1 else host
    return PLACES.get(name, f"On {host}" if host else "")


def link(url: str) -> str:
    """Return a link to an address, with a title that says what is there."""
    return f'<a href="{escape(url)}" title="{escape(title_of(url))}">{escape(url, quote=False)}</a>'


def watchable(url: str) -> str:
    """Return the page that a person would open, for the address of an embed (`/embed/ID` becomes `/watch?v=ID`)."""
    url = f"https:{url}" if url.startswith("//") else url
    host = host_of(url)
    parts = split(url)
    query = parse_qs(parts.query)
    last = parts.path.rstrip("/").rpartition("/")[2]
    old = re.search(r"/(?:embed|v)/([\w-]+)", parts.path)
    if host.endswith(("youtube.com", "youtube-nocookie.com")) and old and old[1] != "videoseries":
        return f"https://www.youtube.com/watch?v={old[1]}"
    if host.endswith("vimeo.com") and "clip_id" in query:
        return f"https://vimeo.com/{query['clip_id'][0]}"
    if host.endswith("dailymotion.com") and (film := re.search(r"/(?:swf|embed)/(?:video/)?(\w+)", parts.path)):
        return f"https://www.dailymotion.com/video/{film[1]}"
    if host == "player.vimeo.com":
        return f"https://vimeo.com/{last}"
    if host.endswith("soundcloud.com") and "url" in query:
        return query["url"][0]
    return url


def bare_links(text: str) -> str:
    """Return the text with links in place of addresses alone on a line, which WordPress would embed."""
    if "://" not in text:
        return text
    parts = CODE.split(text)
    for place in range(0, len(parts), 2):
        for pattern in (ALONE, IN_PARAGRAPH):
            parts[place] = pattern.sub(
                lambda match: match[1] + link(match[2].replace("&amp;", "&")) + match[3], parts[place]
            )
    return "".join(parts)
