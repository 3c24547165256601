"""Step 3, plan: everything the site will contain, as a list of outputs with one address each."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from plugins.addresses import quoted
from plugins.problems import Problem
from plugins.site import Output

INDEXES = ("/index.html", "/index.xml")
"""Ends of the addresses of files that a host answers for their folder."""


class Plan:
    """Collects outputs; two with one address are a problem that names both."""

    def __init__(self) -> None:
        self.outputs: dict[str, Output] = {}
        self.problems: list[Problem] = []
        self._folded: dict[str, str] = {}

    def add(self, outputs: Iterable[Output]) -> None:
        """Add outputs to the plan."""
        for output in outputs:
            parts = output.address.split("/")
            if ".." in parts or "" in parts:
                self._refuse(
                    output, f'"{output.address}" is no place below the output folder', "give it another address"
                )
                continue
            other = self._folded.setdefault(output.address.casefold(), output.address)
            if other in self.outputs:
                what = f"the address {url_of(output.address)} is also that of {self.outputs[other].source}"
                self._refuse(output, what, "give one of them another slug")
            else:
                self.outputs[output.address] = output

    def _refuse(self, output: Output, what: str, cure: str) -> None:
        self.problems.append(Problem(output.source, 1, what, cure))

    def addresses(self) -> frozenset[str]:
        """The addresses that answer, as links have them."""
        return frozenset(map(url_of, self.outputs))


@lru_cache(maxsize=100_000)
def url_of(address: str) -> str:
    """The address under which a host answers with the file `address`."""
    if address.endswith(INDEXES) or address in ("index.html", "index.xml"):
        address = address[: address.rfind("index.")]
    return "/" + quoted(address)
