"""What is ours in the output folder is known by its whole name; what is not ours stays."""

from __future__ import annotations

POSTS = "-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nWords.\n"
ODD = ["a\u2028b.pdf", "c\x0bd.pdf", "e\x85f.pdf", "g\nh.pdf", "i j.pdf"]
"""Names with characters at which lines may end."""


def test_files_of_ours_with_odd_names_neither_vanish_nor_take_those_of_others_with_them(build_site):
    build_site(POSTS)
    for name in ODD:
        (build_site.folder / "content" / name).write_text("ours")
    assert build_site().run.result.new == sorted(ODD)
    for name in ("b.pdf", "d.pdf", "f.pdf", "h.pdf", "j.pdf"):
        (build_site.folder / "output" / name).write_text("another's")
    built = build_site(POSTS.replace("Words", "Other words"))
    assert built.run.result.vanished == []
    assert {"b.pdf", "d.pdf", "f.pdf", "h.pdf", "j.pdf", *ODD} <= set(built.files())
    (build_site.folder / "content" / ODD[0]).unlink()
    assert build_site().run.result.vanished == [ODD[0]]
