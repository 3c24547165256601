"""A faster Jinja, for thousands of pages made from the same few templates.

A hack for speed; docs/speed.md has the figures. Jinja repeats for each page, and checks at each call, what cannot
differ here: all templates share their globals, components are imported without context, no function that a template
calls takes the context, and macros are plain functions. This leans on Jinja's private parts (`_get_default_module`,
`_from_namespace`, the code that its compiler writes). `tests/plugins/test_templates.py` proves it by rendering the
whole site with plain Jinja, too.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import cache, partial
from keyword import iskeyword
from types import FunctionType
from typing import Any

import markupsafe
from jinja2 import Environment, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup
from markupsafe import escape as marked

from lodestar.base.fingerprints import Keyed
from lodestar.base.values import Value

_escaped: Callable[[str], str] = getattr(markupsafe, "_escape_inner")  # noqa: B009 - private, by name
_OF_DICTIONARIES = frozenset(dir(dict))


def escape(value: Any) -> str:
    """Return a value as a template shows it, escaped for HTML. A plain string is enough: it is only joined to others."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return "" if kind is Undefined else marked(value)


def quick_macro(
    environment: Environment, function: FunctionType, name: str, arguments: tuple[str, ...], *flags: Any
) -> Any:
    """Return a macro as a function with named arguments; Jinja's own object where it takes further ones.

    The code that Jinja compiles for a macro takes every argument by position, under a name of its own.
    """
    code = function.__code__
    extra_flags = flags[:3]  # keywords, further positions, a caller
    if any(extra_flags) or code.co_cellvars:
        return Macro(environment, function, name, list(arguments), *flags)
    code_with_names = code.replace(co_varnames=arguments + code.co_varnames[len(arguments) :])
    return FunctionType(code_with_names, function.__globals__, name, (missing,) * len(arguments), function.__closure__)


class Generator(CodeGenerator):
    """Compiles templates to Python: calls become plain calls, and components are imported once."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        """Write a plain call, which passes no context."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.write(f"**{{{keyword.key!r}: " if iskeyword(keyword.key) else f"{keyword.key}=")
            self.visit(keyword.value, frame)
            self.write("}, " if iskeyword(keyword.key) else ", ")
        self.write(")")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        """Import names of a component from the cache of exported names."""
        if node.with_context or not frame.toplevel or not isinstance(node.template, nodes.Const):
            super().visit_FromImport(node, frame)
            return
        for imported in node.names:
            name, alias = imported if isinstance(imported, tuple) else (imported, imported)
            expression = f"environment.exported({node.template.value!r}, {name!r}, {self.position(node)!r})"
            self.writeline(f"{frame.symbols.ref(alias)} = context.vars[{alias!r}] = {expression}", node)
            self.writeline(f"context.exported_vars.discard({alias!r})")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return the text of a macro as markup, which Jinja leaves to the code that calls it."""
        super().return_buffer_contents(frame)


class QuickTemplate(Template):
    """A template whose module is made once."""

    def _get_default_module(self, ctx: Any = None) -> Any:
        return self._module or super()._get_default_module()

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:
        namespace.update(
            escape=escape, Undefined=cache(Undefined), Markup=partial(str.__new__, Markup), Macro=quick_macro
        )
        return super()._from_namespace(environment, namespace, globals)


class Templates(Environment):
    """A Jinja environment whose templates share their globals."""

    code_generator_class = Generator
    template_class = QuickTemplate

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._loaded: dict[Any, Template] = {}
        self.exported = cache(self._exported)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what `obj.attribute` means in a template: an attribute, else an item."""
        kind = type(obj)
        if kind is Keyed:
            obj = obj.value
        elif kind is dict and attribute not in _OF_DICTIONARIES:
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        try:
            return getattr(obj, attribute)
        except AttributeError:
            return (
                self.undefined(obj=obj, name=attribute) if isinstance(obj, Value) else super().getattr(obj, attribute)
            )

    def _exported(self, template: str, name: str, place: str) -> Any:
        """Return what a component exports under a name, for the import at `place`."""
        module = self.get_template(template).module
        hint = f"the template {template!r} (imported on {place}) does not export the requested name {name!r}"
        return getattr(module, name) if hasattr(module, name) else self.undefined(hint, name=name)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template as one dictionary; Jinja's chain of dictionaries is flattened for each page."""
        return {**self.globals, **d} if d else self.globals

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Return a template by its name, loaded once."""
        result = self._loaded.get(name)
        if result is None:
            result = self._loaded[name] = super().get_template(name, parent, globals)
        return result
