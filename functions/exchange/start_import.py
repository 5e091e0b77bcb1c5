"""POST /api/v1/imports: start the import of a file."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import Importer
from shared.web.exchange.answers import ImportAnswer, import_answer
from shared.web.exchange.bodies import ImportToStart
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.headers import IdempotencyKey
from shared.web.http.paging import EachOnce

router = Router(tags=["exchange"])


@router.post("/api/v1/imports", status_code=202)
async def start_import(
    caller: WritingCaller,
    _once: EachOnce,
    asked: ImportToStart,
    _within_limit: WriteLimit,
    importer: Importer,
    key: IdempotencyKey = None,
) -> ImportAnswer:
    """Import the contacts in a file, in the background, and return the import.

    Send a file of up to 1 MiB as it is, with its media type, or in a form (`multipart/form-data`, field `file`); for a
    larger one, send JSON with the id of its upload. What equals a contact of the book, apart from ids, tags and photos,
    changes nothing, whatever is asked: importing the same file again, or what was exported, is safe.

    The import is an operation: `GET /api/v1/imports/{id}` says how far it has got, `GET /api/v1/imports/{id}/rows` what
    became of each row, `POST /api/v1/operations/{id}/cancel` keeps it from going on, and
    `POST /api/v1/operations/{id}/undo` takes all of it back. Rows that cannot be imported do not keep the others from
    being so. A picture in a card (JPEG, PNG or WebP, at most 4 MiB) becomes the photo of the contact, unless that
    has one; what keeps it from being stored is a notice of its row. With an `Idempotency-Key`, the same request returns
    the same import for {receipt_lifetime}.
    """
    source, options = asked
    operation = importer.start(caller.book_id, source, options, actor=caller.account_id, idempotency_key=key)
    return import_answer(operation, status=202)


handler = lambda_handler(router)
