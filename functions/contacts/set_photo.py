"""PUT /api/v1/contacts/{contact_id}/photo: upload a picture as the photo of a contact."""

from shared.web.caller import WritingCaller
from shared.web.contacts.answers import ContactAnswer, contact_answer
from shared.web.contacts.limits import PhotoLimit
from shared.web.contacts.parameters import ContactId
from shared.web.dependencies import ContactPhotos
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.form_file import PictureFile
from shared.web.http.headers import VersionsToWrite

router = Router(tags=["contacts"])


@router.put("/api/v1/contacts/{contact_id}/photo")
async def set_contact_photo(
    caller: WritingCaller,
    contact_id: ContactId,
    file: PictureFile,
    allowed: VersionsToWrite,
    _within_limit: PhotoLimit,
    photos: ContactPhotos,
) -> ContactAnswer:
    """Upload a picture as the photo of a contact, and return the contact with the new `photo_url` and `thumbnail_url`.

    Send a form (`multipart/form-data`) with one field, `file`: a JPEG, PNG or WebP picture of at most 4 MiB, 25 million
    pixels and 8192 pixels per side. Animations are refused. The picture is turned upright and cropped to 300 by 300
    pixels, around a face if there is one; where and when it was taken is removed before it leaves the service.

    Everybody who knows the URL can see the photo, but nobody can guess it, and every upload has a new one. The photo
    takes the place of the `photo_url` that the contact had, and a `photo_url` in a later `PUT` or `PATCH` takes its
    place. Earlier photos are kept for the history, until the contact is removed for good. With `If-Match`, the photo is
    set only if the contact has not changed since that version.
    """
    return contact_answer(photos.upload(caller.book_id, contact_id, file, actor=caller.account_id, allowed=allowed))


handler = lambda_handler(router)
