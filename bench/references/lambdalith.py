"""The usual way: one FastAPI application with all routes, all its clients created at import, behind Mangum."""

from __future__ import annotations

import os
import time
import uuid
from typing import Annotated, Any

import boto3
import cloudinary
import cloudinary.uploader
import jwt
from boto3.dynamodb.conditions import Key
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, UploadFile
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from mangum import Mangum
from passlib.context import CryptContext
from pydantic import BaseModel, ConfigDict, Field

dynamodb = boto3.resource("dynamodb")
contacts = dynamodb.Table(os.environ["CONTACTS_TABLE"])
ses = boto3.client("sesv2")
passwords = CryptContext(schemes=["bcrypt"])
bearer = HTTPBearer(auto_error=False)
cloudinary.config(cloud_name="example", api_key="key", api_secret="secret")  # noqa: S106


class ContactIn(BaseModel):
    """A contact as clients send it."""

    first_name: str = Field(max_length=100)
    last_name: str = Field("", max_length=100)
    email: str | None = Field(None, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")
    phone: str | None = Field(None, max_length=40)
    birthday: str | None = Field(None, pattern=r"^\d{4}-\d\d-\d\d$")
    notes: str | None = Field(None, max_length=5000)


class ContactOut(ContactIn):
    """A contact as clients get it."""

    model_config = ConfigDict(from_attributes=True)
    id: str
    revision: int
    created_at: int
    updated_at: int


class ContactPage(BaseModel):
    """Contacts, and where the next page starts."""

    items: list[ContactOut]
    next_cursor: str | None


class Message(BaseModel):
    """A short text."""

    detail: str


class Credentials(BaseModel):
    """The input of signing in, and of registering."""

    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$")
    password: str = Field(min_length=8, max_length=72)


class Profile(BaseModel):
    """An account as its owner sees it."""

    email: str
    full_name: str = ""
    time_zone: str = "UTC"


def caller(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
    """Return the account that the access token belongs to."""
    if credentials is None:
        raise HTTPException(401, "no access token")
    try:
        claims = jwt.decode(
            credentials.credentials,
            os.environ["JWT_KEY"],
            algorithms=["HS256"],
            audience="contacts-api",
            issuer=os.environ["JWT_ISSUER"],
        )
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "the access token is not good") from error
    return str(claims["sub"])


Caller = Annotated[str, Depends(caller)]
router = APIRouter(prefix="/api/v1")


def _out(item: dict[str, Any]) -> ContactOut:
    return ContactOut.model_validate({**item, "id": item["item_id"].removeprefix("C#")})


@router.get("/contacts/{contact_id}")
def get_contact(contact_id: str, account_id: Caller) -> ContactOut:
    """Return a contact."""
    key = {"book_id": account_id, "item_id": f"C#{contact_id}"}
    item = contacts.get_item(Key=key, ConsistentRead=True).get("Item")
    if item is None:
        raise HTTPException(404, "no such contact")
    return _out(item)


@router.get("/contacts")
def list_contacts(account_id: Caller, limit: int = 50) -> ContactPage:
    """List contacts."""
    found = contacts.query(KeyConditionExpression=Key("book_id").eq(account_id), Limit=limit, ConsistentRead=True)
    return ContactPage(items=[_out(item) for item in found["Items"]], next_cursor=None)


@router.post("/contacts", status_code=201)
def create_contact(body: ContactIn, account_id: Caller) -> ContactOut:
    """Store a contact."""
    now = time.time_ns() // 1_000_000
    given = {name: value for name, value in body.model_dump().items() if value is not None}
    item = {
        "book_id": account_id, "item_id": f"C#{uuid.uuid4().hex}", "revision": 1, "created_at": now, "updated_at": now,
        **given,
    }  # fmt: skip
    contacts.put_item(Item=item, ConditionExpression="attribute_not_exists(item_id)")
    return _out(item)


@router.post("/auth/me/avatar")
def upload_avatar(file: UploadFile, _: Caller) -> Message:
    """Store a picture."""
    cloudinary.uploader.upload(file.file)
    return Message(detail="stored")


@router.post("/auth/login")
def log_in(body: Credentials) -> Message:
    """Sign in."""
    return Message(detail=passwords.hash(body.password))


@router.post("/auth/register", status_code=201)
def register(body: Credentials) -> Message:
    """Create an account."""
    ses.get_account()
    return Message(detail=body.email)


def _add_the_other_routes() -> None:
    """Add as many routes as the service has, each with parameters, a body and a response of the same kinds."""

    def show(item_id: str, account_id: Caller) -> Profile:
        return Profile(email=f"{item_id}@example.com", full_name=account_id)

    def change(item_id: str, body: Profile, _: Caller) -> Profile:
        return body.model_copy(update={"full_name": item_id})

    def put(item_id: str, body: ContactIn, account_id: Caller) -> ContactOut:
        return ContactOut(**body.model_dump(), id=item_id, revision=len(account_id), created_at=0, updated_at=0)

    def remove(item_id: str, _: Caller) -> Message:
        return Message(detail=item_id)

    for area in ("profile", "books", "labels", "trash", "exports", "imports"):
        path = f"/{area}/{{item_id}}"
        router.add_api_route(path, show, methods=["GET"], response_model=Profile)
        router.add_api_route(path, change, methods=["PATCH"], response_model=Profile)
        router.add_api_route(path, put, methods=["PUT"], response_model=ContactOut)
        router.add_api_route(path, remove, methods=["DELETE"], response_model=Message)


_add_the_other_routes()
app = FastAPI()
app.include_router(router)


@app.middleware("http")
async def log_request(request: Request, call_next: Any) -> Any:
    """Write one line."""
    started = time.perf_counter()
    response = await call_next(request)
    duration_ms = (time.perf_counter() - started) * 1000
    print(f'{{"route": "{request.url.path}", "status": {response.status_code}, "duration_ms": {duration_ms:.3f}}}')
    return response


handler = Mangum(app, lifespan="off")
