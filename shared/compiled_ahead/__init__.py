"""Loads precompiled what Python would otherwise compile at every start: regular expressions and dataclass methods.

On import of a module, ``re`` compiles its patterns and ``dataclasses`` the methods it generates: together a third of a
cold start. An artifact contains both compiled, keyed by their source (``tools/bundle/pattern_compiler.py``,
``method_compiler.py``), so the result is the same; a source missing from the artifact is compiled as usual.

This package is imported before everything else, and itself imports next to nothing.
"""
