"""The older design: FastAPI and SQLAlchemy with uvicorn, and a database nearby: ``uvicorn container:app``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine(os.environ["DATABASE_URL"], connect_args={"check_same_thread": False})
sessions = sessionmaker(engine, expire_on_commit=False)
bearer = HTTPBearer(auto_error=False)
app = FastAPI()


class Base(DeclarativeBase):
    """All tables."""


class User(Base):
    """An account, which every request looks up."""

    __tablename__ = "users"
    id: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str]


class Contact(Base):
    """A contact."""

    __tablename__ = "contacts"
    id: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str] = mapped_column(index=True)
    first_name: Mapped[str]
    last_name: Mapped[str] = mapped_column(index=True)
    email: Mapped[str | None]
    phone: Mapped[str | None]
    birthday: Mapped[str | None]
    notes: Mapped[str | None]


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


def session() -> Iterator[Session]:
    """Yield a session for one request."""
    with sessions() as opened:
        yield opened


Database = Annotated[Session, Depends(session)]


def caller(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)], database: Database) -> User:
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
    user = database.get(User, claims["sub"])
    if user is None:
        raise HTTPException(401, "no such account")
    return user


Caller = Annotated[User, Depends(caller)]


@app.get("/api/v1/contacts/{contact_id}", response_model=ContactOut)
def get_contact(contact_id: str, user: Caller, database: Database) -> Contact:
    """Return a contact."""
    found = database.scalar(select(Contact).where(Contact.id == contact_id, Contact.user_id == user.id))
    if found is None:
        raise HTTPException(404, "no such contact")
    return found


@app.get("/api/v1/contacts", response_model=list[ContactOut])
def list_contacts(user: Caller, database: Database, limit: int = 50) -> list[Contact]:
    """List contacts."""
    query = select(Contact).where(Contact.user_id == user.id).order_by(Contact.last_name).limit(limit)
    return list(database.scalars(query))


@app.post("/api/v1/contacts", status_code=201, response_model=ContactOut)
def create_contact(body: ContactIn, user: Caller, database: Database) -> Contact:
    """Store a contact."""
    contact = Contact(id=f"{time.time_ns():x}", user_id=user.id, **body.model_dump())
    database.add(contact)
    database.commit()
    return contact
