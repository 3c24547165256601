"""Removes metadata (camera, place, time) from TIFF (TIFF 6.0): a list of the tags that stay.

A TIFF contains offsets into itself, so nothing is moved: what is removed is filled with zeros.
"""

from __future__ import annotations

from plugins.pictures.segments import Damaged

SHOWING = frozenset({
    *range(254, 260), 262, 263, 264, 265, 266, 273, 274, 277, 278, 279, *range(280, 285), 287, 290, 291, 292, 293, 296, 301, 317, 318,
    319, 320, 321, 322, 323, 324, 325, 332, 334, 336, 338, 339, 340, 341, 342, 347, *range(512, 516), 519, 520, 521,
    529, 530, 531, 532, 34675,
})  # fmt: skip
"""Tags that say where the pixels are and how they are meant; 34675 is the profile of colors."""
POINTERS = frozenset({330, 0x8769, 0x8825, 0xA005})
"""Tags that lead to a table of more tags: previews, EXIF, GPS."""
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of a value by its type."""
MARKS = {b"II*\0": "little", b"MM\0*": "big"}


def scrubbed_tiff(data: bytes) -> bytes:
    """Return the file with its metadata replaced with zeros, in the same length. Raises Damaged."""
    order = MARKS.get(data[:4])
    if order is None:
        raise Damaged("is a BigTIFF, which cannot be freed of what the camera wrote")
    return _Tables(data, order).scrubbed()


class _Tables:
    def __init__(self, data: bytes, order: str) -> None:
        self._data, self._file, self._order = data, bytearray(data), order
        self._visited: set[int] = set()

    def scrubbed(self) -> bytes:
        table = self._number(4, 4)
        while table and table not in self._visited:
            table = self._page(table)
        return bytes(self._file)

    def _number(self, start: int, size: int) -> int:
        if start + size > len(self._data):
            raise Damaged("is cut short")
        return int.from_bytes(self._data[start : start + size], self._order)  # type: ignore[arg-type]

    def _page(self, start: int) -> int:
        """Remove the entries that do not show the page from its table, and return the offset of the next table."""
        entries, end = self._entries(start), self._end(start)
        removed = [entry for entry in entries if self._number(entry, 2) not in SHOWING]
        if removed:
            for entry in removed:
                self._clear_entry(entry)
            remaining = [self._data[entry : entry + 12] for entry in entries if entry not in removed]
            count = len(remaining).to_bytes(2, self._order)  # type: ignore[arg-type]
            content = b"".join([count, *remaining, self._data[end : end + 4]])
            self._file[start : end + 4] = content.ljust(end + 4 - start, b"\0")
        return self._number(end, 4)

    def _entries(self, table: int) -> list[int]:
        """Return the offsets of the entries of a table."""
        self._visited.add(table)
        return list(range(table + 2, self._end(table), 12))

    def _end(self, table: int) -> int:
        return table + 2 + 12 * self._number(table, 2)

    def _clear_entry(self, entry: int) -> None:
        """Fill the value of an entry with zeros, and the tables it leads to."""
        tag, kind, count = self._number(entry, 2), self._number(entry + 2, 2), self._number(entry + 4, 4)
        size = SIZES.get(kind, 1) * count
        start = self._number(entry + 8, 4) if size > 4 else entry + 8
        if start + size > len(self._data):
            raise Damaged("is cut short")
        if tag in POINTERS:
            for place in range(start, start + min(size, 4 * count), 4):
                self._clear_table(self._number(place, 4))
        self._file[start : start + size] = bytes(size)

    def _clear_table(self, table: int) -> None:
        if table in self._visited:
            return
        end = self._end(table)
        for entry in self._entries(table):
            self._clear_entry(entry)
        self._file[table : end + 4] = bytes(end + 4 - table)
