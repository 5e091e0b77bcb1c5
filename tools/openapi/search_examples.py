"""Example responses of searches, created by the code that creates the real ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from shared.domain.search.explaining import FieldMatch
from shared.services.contacts.search.looking_up import Asked, Owner, Owners, Ownership
from shared.services.contacts.search.suggesting import Line, Suggestion, Suggestions
from shared.services.contacts.tagged import Findings, TaggedContactPage
from shared.web.contacts.lookups import lookup_answer, owners_answer
from shared.web.contacts.pages import contact_page_answer
from shared.web.contacts.schemas.lookups import LookupOut, OwnersOut
from shared.web.contacts.schemas.output import ContactPageOut
from shared.web.contacts.schemas.suggestions import SuggestionsOut
from shared.web.contacts.suggestions import suggestions_answer
from shared.web.http.json_answer import JsonAnswer
from tools.openapi.sample_contact import CONTACT, CURSOR

_CONTACT = CONTACT.contact
_MATCH = FieldMatch(path="/emails/0/value", kind="prefix", text="taras@example.com")
_CONTACTS = TaggedContactPage(
    contacts=(CONTACT,),
    positions=(),
    next={"id": _CONTACT.id},
    findings=Findings(matches=((_MATCH,),), is_complete=True),
)
_SUGGESTION = Suggestion(contact=_CONTACT, line=Line.EMAIL, value=_CONTACT.document.members["emails"][0])
_OWNER = Owner(contact=_CONTACT, value=_CONTACT.document.members["phones"][0], ownership=Ownership.EXACT)
_OWNERS = Owners(found=((_OWNER,),), is_complete=True)

WRITTEN_BY_SEARCHES: Mapping[type[BaseModel], JsonAnswer[Any]] = {
    ContactPageOut: contact_page_answer(_CONTACTS, lambda _: CURSOR),
    SuggestionsOut: suggestions_answer(Suggestions(items=(_SUGGESTION,), is_complete=True)),
    OwnersOut: owners_answer(_OWNERS),
    LookupOut: lookup_answer([Asked(phone="0441234567")], _OWNERS),
}
