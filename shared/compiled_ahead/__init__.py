"""What Python would compile whenever a function starts: regular expressions, and methods of dataclasses.

``re`` compiles patterns and ``dataclasses`` the methods that it writes whenever a module is imported: together a third
of a cold start. An artifact has both compiled (``tools/bundle/pattern_compiler.py``, ``method_compiler.py``), by their
source. So they are what they would be anyway; a source that the artifact does not have is compiled as ever.

What is here is imported before everything else, and imports next to nothing itself.
"""
