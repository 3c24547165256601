"""The settings of feeds: `FEEDS` in `pelicanconf.py`, beside Pelican's own `*_FEED_RSS` and `*_FEED_ATOM`."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from lodestar.base.settings import SettingsModel

Kind = Literal["site", "tag", "category", "author"]


class EmailSettings(SettingsModel):
    """Who sends new posts by e-mail; the form on the page of feeds is sent to them."""

    provider: Literal["buttondown", "mailchimp", "convertkit", "generic"]
    """`buttondown` and `convertkit` need `name`, `mailchimp` and `generic` need `action`."""
    name: str = ""
    """The newsletter's name (Buttondown), or the form's number (ConvertKit)."""
    action: str = ""
    """The whole address that the form is sent to."""
    field: str = ""
    """The name of the field for the address, where it is another than the provider's usual one."""
    often: str = ""
    """How often letters come, in words that follow "one letter": `for each, about twice a month`, `on Sundays`."""
    honeypot: str = ""
    """The name of the field for programs, which people do not see and leave empty, where the provider looks at one;
    Mailchimp's is known."""


Category = Literal[
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "TV & Film",
    "Technology",
    "True Crime",
]


class PodcastSettings(SettingsModel):
    """What directories of podcasts ask for (Apple's "Podcast RSS feed requirements"), where posts carry sound."""

    image: str = ""
    """Address of a square cover, JPEG or PNG, 1400 to 3000 pixels wide, such as `/images/podcast.jpg`; directories take
    no smaller one, and none is named where this is left out."""
    category: Category = "Business"
    """One of Apple's categories."""
    subcategory: str = ""
    """One of those below it, such as `Careers`."""
    explicit: bool = False
    """Whether it holds what children should not hear."""
    author: str = ""
    """Who makes it; the site's author where it is left out."""


class FeedSettings(SettingsModel):
    """What feeds say beside the posts."""

    id: str = ""
    """The site's own id, such as `urn:uuid:...`, written once; Atom's feeds take theirs from it, so that they keep them
    when the site moves to another domain."""
    image: str = ""
    """Address of the site's picture in feed readers, such as `/apple-touch-icon.png`."""
    hub: str = ""
    """Whole address of a WebSub hub, which tells subscribers at once."""
    archives: tuple[Kind, ...] = ("site",)
    """Which feeds have archive pages (RFC 5005), so that every post stays reachable: site, tag, category, author."""
    archived: Annotated[int, Meta(ge=1)] = 10
    """How many posts an archive page of a feed holds, for ever; `FEED_MAX_ITEMS` is for what subscribers read."""
    follow: str = ""
    """Slug of the page that lists all feeds; the text of content/pages/SLUG.md opens it. None when left out."""
    email: EmailSettings | None = field(default=None)
    """Who sends new posts by e-mail; no form is shown when left out."""
    unsubscribe: str = ""
    """Where readers stop letters: a whole address, or `mailto:stop@example.com?subject=Stop`. What `digest` makes names it
    in its header and at its end; where it is left out, the provider puts it in the place of `{{ unsubscribe_url }}`."""
    podcast: PodcastSettings = field(default_factory=PodcastSettings)
    """What feeds say of themselves where a post carries sound."""
