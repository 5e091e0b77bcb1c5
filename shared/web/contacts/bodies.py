"""Request bodies of contacts."""

from __future__ import annotations

from typing import Annotated

from shared.web.contacts.schemas.input import ContactIn, content_problems
from shared.web.http.json_body import json_body

NewContact = Annotated[ContactIn, json_body(ContactIn, content_problems)]
