"""POST /api/v1/imports/uploads: give a link to upload a file to."""

from shared.web.caller import WritingCaller
from shared.web.contacts.limits import WriteLimit
from shared.web.dependencies import Importer
from shared.web.exchange.answers import UploadAnswer, upload_answer
from shared.web.exchange.bodies import FileToUpload
from shared.web.http.entry import Router, lambda_handler

router = Router(tags=["exchange"])


@router.post("/api/v1/imports/uploads", status_code=201)
async def create_upload(
    caller: WritingCaller, body: FileToUpload, _within_limit: WriteLimit, importer: Importer
) -> UploadAnswer:
    """Return a link to which a file of exactly this size can be uploaded, at most {file_size}.

    The link is good for {upload_link_lifetime}. `PUT` the file to `url`, with no other headers than `headers` and a
    `Content-Type`. Then start its import with its `id` (`POST /api/v1/imports`), as often as you like: first as a dry
    run, for example. The file is deleted after a week.
    """
    return upload_answer(importer.new_upload(caller.book_id, body.size_bytes))


handler = lambda_handler(router)
