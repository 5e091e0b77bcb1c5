"""The accelerators: optional patches that make an artifact smaller or its functions faster.

An accelerator is a module of this package. Its docstring states what it does and its measured gain; its name is the
one to use in ``make build WITHOUT=...``; its one public function, ``apply``, changes a ``Tree`` of files. ``registry``
lists them all, and nothing else edits a dependency. Only the artifact is edited: ``make run`` and most tests run the
dependencies as installed.

A gain is what one accelerator adds to an artifact that has all the others: millions of instructions (Python 3.11)
saved in a cold start of ``GET /api/v1/contacts/{contact_id}``, in one of ``POST /api/v1/contacts``, and in one more
GET; kilobytes saved in the zip file. ``python -m bench.accelerators`` measures it.
"""
