"""What the hashes of a build are made from, as their code says, and builds with one ingredient of it left out.

A hash that leaves something out takes what changed for what did not. Whatever is added to one of these hashes is found
here by itself.
"""

from __future__ import annotations
import __future__

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any, NamedTuple

from lodestar.base.front_matter.options import Options
from lodestar.engine import identity, last_build, read, run
from lodestar.engine.facts import Facts
from lodestar.engine.render import Closures
from lodestar.engine.run import Run
from lodestar.engine.theme import Theme
from lodestar.engine.write import Writing

HASHES = ("fingerprint", "digest", "digest_of", "identity")
"""The functions that hash."""
FUNCTIONS = (
    identity.identity,
    identity.others,
    identity.settings_digest,
    last_build.inputs_of,
    read._content,
    Run._open,
    Closures._digest,
    Theme.digest,
    Writing.outdated,
)
"""Those that say what the hashes are made from which decide what a build does again."""
LISTS = ("LIBRARIES", "CODE")
"""Lists of ingredients in the module `identity`."""
VALUES = (Options, Facts)
"""Values that are ingredients with each of their fields."""


class Ingredient(NamedTuple):
    """Something that a hash is made from."""

    name: str
    leave_out: Callable[[], Any]
    """Makes what stands in the place of `original`, without it."""
    original: Any
    module: Any = None
    """Where `original` is to be replaced; None for everywhere."""


def ingredients() -> Iterator[Ingredient]:
    """Every ingredient of every hash."""
    for function in FUNCTIONS:
        count = len(list(_parts(_tree(function))))
        for number in range(count):
            part = list(_parts(_tree(function)))[number][0]
            yield Ingredient(f"{function.__qualname__}: {part}", lambda f=function, n=number: _without(f, n), function)
    for name in LISTS:
        listed = getattr(identity, name)
        for item in listed:
            rest = tuple(other for other in listed if other != item)
            yield Ingredient(f"{name}: {item}", lambda rest=rest: rest, listed)
    for value in VALUES:
        for field in value.__struct_fields__:
            yield Ingredient(f"{value.__name__}: {field}", lambda v=value, f=field: _blind(v, f), run.fingerprint, run)


@contextmanager
def left_out(ingredient: Ingredient) -> Iterator[None]:
    """Leave one ingredient out, in this process and in those that it starts."""
    changed, places = ingredient.leave_out(), []
    owners = [ingredient.module] if ingredient.module else [*_owners()]
    for owner in owners:
        for name, value in list(vars(owner).items()):
            if value is ingredient.original:
                setattr(owner, name, changed)
                places.append((owner, name))
    assert places, f"{ingredient.name} is nowhere to be replaced"
    try:
        yield
    finally:
        for owner, name in places:
            setattr(owner, name, ingredient.original)


def _owners() -> Iterator[Any]:
    """The modules and classes of the project."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("lodestar", "plugins")) and module:
            yield module
            yield from (var for var in vars(module).values() if isinstance(var, type) and var.__module__ == name)


def _blind(value: type, field: str) -> Callable[[object], str]:
    """A fingerprint that does not see a field of a value."""
    original = run.fingerprint

    def fingerprint(given: object) -> str:
        if isinstance(given, value):
            return original([getattr(given, name) for name in value.__struct_fields__ if name != field])  # type: ignore[attr-defined]
        return original(given)

    return fingerprint


def _tree(function: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def _parts(tree: ast.Module) -> Iterator[tuple[str, Callable[[], None]]]:
    """Each part that a hash in a function is made from, as it is written, and what takes it out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield from _of_list(node.values, ast.FormattedValue)
        elif isinstance(node, ast.Call) and _hashes(node):
            for inner in (each for given in node.args for each in ast.walk(given)):
                if isinstance(inner, ast.Tuple | ast.List) and isinstance(inner.ctx, ast.Load):
                    yield from _of_list(inner.elts, ast.expr)
            yield from _of_list(node.args, ast.expr, beyond=2)
        elif isinstance(node, ast.BinOp) and _hashes(node.left) and _hashes(node.right):
            for side in ("left", "right"):
                empty = ast.Constant("")
                yield ast.unparse(getattr(node, side)), lambda n=node, s=side, e=empty: setattr(n, s, e)
        elif isinstance(node, ast.FunctionDef | ast.For | ast.If):
            for index, line in enumerate(node.body):
                if isinstance(line, ast.Expr) and isinstance(line.value, ast.Yield):
                    yield ast.unparse(line), lambda b=node.body, i=index: b.__setitem__(i, ast.Pass())


def _hashes(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in HASHES


def _of_list(items: list[Any], kind: type, beyond: int = 0) -> Iterator[tuple[str, Callable[[], None]]]:
    for index, item in enumerate(items):
        if isinstance(item, kind) and index >= beyond:
            yield ast.unparse(item), lambda n=index: items.pop(n)


def _without(function: FunctionType, number: int) -> Any:
    """A function without one part of its hash."""
    tree = _tree(function)
    list(_parts(tree))[number][1]()
    flags = __future__.annotations.compiler_flag
    code = compile(ast.fix_missing_locations(tree), function.__code__.co_filename, "exec", flags, dont_inherit=True)
    results: dict[str, Any] = {}
    exec(code, function.__globals__, results)
    return results[function.__name__]
