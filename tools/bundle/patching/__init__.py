"""Every accelerator: what makes an artifact smaller or its functions faster, and what they work without.

An accelerator is a module of this package. Its docstring says what it does and its measured gain, its name is what
``make build WITHOUT=...`` calls it, and its one function ``apply`` changes a ``Tree`` of files. ``registry`` lists all
of them; nothing else edits a dependency. Only the artifact is edited: ``make run`` and most tests run what was
installed.

Gains are what one accelerator alone brings to the artifact that has all others: millions of instructions (Python 3.11)
of a cold start of ``GET /api/v1/contacts/{contact_id}``, of one of ``POST /api/v1/contacts``, and of one more GET;
kilobytes of the zip file. ``python -m bench.accelerators`` measures them.
"""
