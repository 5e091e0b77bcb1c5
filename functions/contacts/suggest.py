"""GET /api/v1/contacts/suggest: suggest recipients while somebody types."""

from shared.web.caller import ReadingCaller
from shared.web.contacts.suggestions import LimitedSuggestionQuery, SuggestionsAnswer, suggestions_answer
from shared.web.dependencies import Suggester
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["contacts"])


@router.get("/api/v1/contacts/suggest")
async def suggest_recipients(
    caller: ReadingCaller, _once: EachOnce, parameters: LimitedSuggestionQuery, people: Suggester
) -> SuggestionsAnswer:
    """Return e-mail addresses and phone numbers, one an item, of the contacts that match what has been typed.

    Words match as in the list of contacts with `q`, except for tags. The best match comes first; among equals,
    favorites do, and then the contacts changed last. A contact that is found by an address or a number alone is
    suggested with that one; any other with all that it has, those that match and the preferred one first.
    """
    found = people.suggest(caller.book_id, parameters.q, line=parameters.kind, limit=parameters.limit)
    return suggestions_answer(found)


handler = lambda_handler(router)
