"""Edits of everything that is no post: people, terms, calls, pictures, comments, the course, the theme, settings."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from pelicanconf import PLUGINS
from tests.equivalence.edits import OtherEdits
from tests.equivalence.small_site import AUTHORS, CALL, COURSE, EXERCISE, LESSON, TAGS, picture

COHORT = "cohorts:\n  - {id: summer, start: 2026-07-06, end: 2026-07-31, enrol_by: 2026-06-02, revision: 0-86bc}\n"
COMMENT = "- name: Ann\n  date: 2026-01-02 10:00\n  text: '{}'\n"
MARKS = ("", ' data-mark="1"', ' data-mark="2"')
CATALOG = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Skip to content"\nmsgstr "{}"\n'
CATALOGS = ("", CATALOG.format("Zum Text"), CATALOG.format("Weiter"))
SETTINGS: tuple[dict[str, Any], ...] = (
    {"SITENAME": "Another name"},
    {"SITEURL": "https://example.org"},
    {"FEED_MAX_ITEMS": 2},
    {"ARCHIVES": {"full_per_page": 1, "excerpts_per_page": 2}},
    {"ARTICLE_URL": "p/{slug}/", "ARTICLE_SAVE_AS": "p/{slug}/index.html"},
    {"TIMEZONE": "Pacific/Auckland"},
    {"MARKDOWN": {"extensions": ["plugins.course.blocks"], "output_format": "html"}},
    {"MENUITEMS": (("Start", "/"),)},
    {"FEED_ALL_ATOM": "", "TAG_FEED_JSON": ""},
    {"AUTHOR": "Margaret Smith"},
    {"RELATED": {"posts": 1}},
    {"CONTENTS": {"long": 10}},
    {"PICTURES": {"widths": (16,)}},
    {"PICTURES": {"cards": True}},
    {"SEARCH": {"enabled": True}},
    {"COMMENTS": {"provider": "none"}},
    {"HOSTING": {"host": "nginx"}},
    {"DRAFTS": True},
    {"DEFAULT_LANG": "de"},
    {"TYPEFACE": {"enabled": False}},
)
NEEDED = {"articles", "pages", "static_files", "tag_archives"}
"""Plugins without which there is no site."""
UNSEEN = {"extra"}
"""Plugins of which this project's theme shows nothing."""
REMOVABLE = tuple(sorted({name.rpartition(".")[2] for name in PLUGINS} - NEEDED - UNSEEN - {"engine"}))


class SiteEdits(OtherEdits):
    """Edits of content, theme and settings."""

    settings: dict[str, Any]
    without: str
    retold: bool
    """Whether a template was edited since the last build."""

    def put(self, kind: str, path: str, text: str) -> None:
        """Write a file of the content, or delete it when there is no text."""
        if text:
            self.site.write(path, text)
        else:
            self.site.remove(path)
        self.did(kind)

    @rule(slug=st.sampled_from(sorted(AUTHORS)), bio=st.sampled_from(("A coach.", "Who [listens]({tag}trust).", "")))
    def edit_a_bio(self, slug: str, bio: str) -> None:
        self.put("bio", f"authors/{slug}.md", f'---\nname: {AUTHORS[slug]}\nbio: "{bio}"\n---\nLonger.\n')

    @rule(
        label=st.sampled_from(("Trust", "trust", "")),
        header=st.sampled_from(("", "synonyms: [confidence]\n", "synonyms: [listening]\n", "style: excerpts\n")),
    )
    def edit_a_term(self, label: str, header: str) -> None:
        self.put("term file", "tags/trust.md", f"---\nlabel: {label}\n{header}---\nOf trust.\n" if label else "")

    @rule(intro=st.sampled_from(("", "Of coaching.\n")))
    def edit_a_category(self, intro: str) -> None:
        self.put("term file", "categories/coaching.md", intro and f"---\nlabel: Coaching\n---\n{intro}")

    @rule(
        tag=st.sampled_from(TAGS), order=st.integers(0, 2), until=st.sampled_from(("", '  until: "2026-03-01"\n', None))
    )
    def edit_a_call(self, tag: str, order: int, until: str | None) -> None:
        rules = "" if until is None else f'when:\n  tags: ["{tag}"]\n{until}'
        self.put(
            "call rule", "calls/workshops.md", CALL.format("W", "https://example.org/w", f"order: {order}\n{rules}")
        )

    @rule(text=st.sampled_from(("<svg/>", "<svg></svg>", "")))
    def edit_a_drawing(self, text: str) -> None:
        self.put("picture", "images/a.svg", text)

    @rule(color=st.sampled_from(("red", "blue")), width=st.sampled_from((24, 48)))
    def edit_a_picture(self, color: str, width: int) -> None:
        (self.site.folder / "content/images/a.png").write_bytes(picture(color, width))
        self.did("picture")

    @rule(name=st.sampled_from(("p0", "p1")), text=st.sampled_from(("Yes.", "*No.*", "")))
    def edit_comments(self, name: str, text: str) -> None:
        self.put("comment", f"comments/{name}.yaml", text and COMMENT.format(text))

    @rule(path=st.sampled_from(("pages/about.md", "pages/more.md")), body=st.sampled_from(("One.", "[Two](/)", "")))
    def edit_a_page(self, path: str, body: str) -> None:
        self.put("page", path, body and f"---\ntitle: A page\n---\n{body}\n")

    @rule(
        folder=st.sampled_from((".", "content")),
        rules=st.sampled_from(("/old/ /about/\n", "/older/ gone\n/way/ https://example.org/\n", "")),
    )
    def edit_redirects(self, folder: str, rules: str) -> None:
        (self.site.folder / folder / "redirects.txt").write_text(rules)
        self.did("redirect")

    @rule(path=st.sampled_from(("files/notes.txt", "files/more/notes.txt")), text=st.sampled_from(("one", "two", "")))
    def edit_a_file_that_is_copied(self, path: str, text: str) -> None:
        self.put("copied file", path, text)

    @rule(text=st.sampled_from(CATALOGS))
    def edit_a_catalog(self, text: str) -> None:
        self.put("catalog", "languages/de.po", text)

    # the course

    @rule(price=st.sampled_from(("", "price: {amount: 90, currency: USD}\nenrol: {url: /about/}\n", COHORT)))
    def edit_the_course(self, price: str) -> None:
        self.put("course", f"{COURSE}/course.md", f"---\ntitle: Calm\ndate: 2026-01-05\npromise: P.\n{price}---\nHi.\n")

    @rule(title=st.sampled_from(("Breathe", "Breathe again")))
    def edit_a_module(self, title: str) -> None:
        self.put("module", f"{COURSE}/01-breathe/module.md", f"---\ntitle: {title}\n---\nA module.\n")

    @rule(
        file=st.sampled_from(("01-in", "02-out", "03-hold")),
        title=st.sampled_from(("In", "Out", "")),
        access=st.sampled_from(("free", "free", "enrolled")),
        body=st.sampled_from(
            ("Short.", EXERCISE.format("air"), EXERCISE.format("wind"), "See [p1]({filename}/posts/p1.md)")
        ),
    )
    def edit_a_lesson(self, file: str, title: str, access: str, body: str) -> None:
        text = title and LESSON.format(title=title, access=access, body=body.replace("01-in}", file + "}"))
        self.put("lesson", f"{COURSE}/01-breathe/{file}.md", text)

    # the theme

    @rule(number=st.integers(0, 100), mark=st.sampled_from(MARKS))
    def edit_a_template(self, number: int, mark: str) -> None:
        self._mark("template", "pages", number, mark)

    @rule(number=st.integers(0, 100), mark=st.sampled_from(MARKS))
    def edit_a_macro(self, number: int, mark: str) -> None:
        self._mark("macro", "components", number, mark)

    @rule(number=st.integers(0, 100), mark=st.sampled_from(MARKS))
    def edit_what_is_extended(self, number: int, mark: str) -> None:
        self._mark("include", "layouts", number, mark)

    def _mark(self, kind: str, folder: str, number: int, mark: str) -> None:
        names = self.site.templates(folder)
        self.site.mark(names[number % len(names)], mark)
        self.retold = True
        self.did(kind)

    @rule(
        sheet=st.sampled_from(("base.css", "tokens.css", "components/new.css")),
        text=st.sampled_from(("", "p { margin: 1px }", ":root { --night: #112233 }")),
    )
    def edit_styles(self, sheet: str, text: str) -> None:
        self.site.style(sheet, text)
        self.did("CSS")

    @rule(text=st.sampled_from(("// one\n", "// two\n")))
    def edit_a_script(self, text: str) -> None:
        (self.site.folder / "theme/static/js/search.js").write_text(text)
        self.did("script")

    # the settings

    @rule(change=st.sampled_from(SETTINGS))
    def change_a_setting(self, change: dict[str, Any]) -> None:
        self.settings = change
        self.did("setting")

    @rule(plugin=st.sampled_from(("", *REMOVABLE)))
    def leave_out_a_plugin(self, plugin: str) -> None:
        self.without = plugin and f"plugins.{plugin}"
        self.did("plugin")

    @rule()
    def put_settings_back(self) -> None:
        if self.settings or self.without:
            self.settings, self.without = {}, ""
            self.did("setting")
