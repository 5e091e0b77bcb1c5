"""docs/limits.md: how many requests one caller may make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from shared.domain import limits
from shared.domain.accounts.account import MAILS_PER_HOUR
from shared.domain.accounts.personal_tokens import MAX_TOKENS
from shared.domain.accounts.sign_in_limits import (
    ADDRESS,
    FAILURES_REMEMBERED_FOR,
    FIRST_DELAY,
    FREE_FAILURES,
    HERE,
    KNOWN_FOR,
    LONGEST_DELAY,
    LONGEST_QUEUE,
    NETWORK,
)
from shared.domain.books import MAX_CONTACTS
from shared.domain.calendars.feeds import MAX_FEEDS
from shared.domain.contacts.details import (
    MAX_LIST_VALUES,
    MAX_TAGS,
    VALUE_TYPES,
    ContactDetails,
    ListValue,
    own_members,
)
from shared.domain.contacts.members import Member, Text, Texts, members_of
from shared.domain.contacts.sizes import MAX_CONTACT_BYTES
from shared.domain.contacts.views import MAX_VIEWS, VIEW_NAME
from shared.domain.labels import MAX_LABELS_IN_BOOK
from shared.domain.limits import Limit
from tools.docs.markdown import code, table

LIMITS: Mapping[str, Sequence[Limit]] = {
    "POST /api/v1/auth/register": (limits.REGISTER, limits.REGISTER_ADDRESS),
    "POST /api/v1/auth/login": (HERE, NETWORK, ADDRESS),
    "POST /api/v1/auth/login/second-factor": (limits.SECOND_FACTOR,),
    "POST /api/v1/auth/login/second-factor with a code": (limits.SECOND_FACTOR_ACCOUNT,),
    "GET, POST /api/v1/auth/verify-email": (limits.VERIFY_EMAIL,),
    "POST /api/v1/auth/resend-verification": (limits.RESEND, limits.RESEND_ADDRESS),
    "POST /api/v1/auth/refresh": (limits.REFRESH,),
    "POST /api/v1/auth/forgot-password": (limits.FORGOT, limits.FORGOT_ADDRESS),
    "GET, POST /api/v1/auth/reset-password, /confirm-email, /undo-email-change, /keep-account": (limits.LINKS,),
    "PUT /api/v1/auth/me/password, /email; POST /api/v1/auth/step-up": (limits.PASSWORD,),
    "POST /api/v1/auth/login/passkey": (limits.PASSKEY,),
    "GET /api/v1/auth/providers/{name}/start; GET, POST /callback; POST /api/v1/auth/login/provider": (
        limits.PROVIDER,
    ),
    "GET, PUT, PATCH, DELETE /api/v1/auth/me, /me/totp, /me/recovery-codes, /logout, /sessions, /events, /identities": (
        limits.PROFILE,
    ),
    "GET, DELETE /api/v1/auth/tokens": (limits.PROFILE,),
    "POST /api/v1/auth/tokens": (limits.PERSONAL_TOKENS,),
    "all below /api/v1/admin": (limits.ADMIN,),
    "POST /api/v1/auth/me/export": (limits.ACCOUNT_EXPORTS,),
    "POST, DELETE /api/v1/auth/me/avatar": (limits.AVATAR,),
    "PUT /api/v1/contacts/{contact_id}/photo": (limits.PHOTOS,),
    "POST /api/v1/imports, a picture in a card": (limits.IMPORTED_PHOTOS,),
    "POST, PUT, PATCH, DELETE /api/v1/contacts": (limits.CONTACT_WRITES,),
    "GET /api/v1/contacts?q=, a filter, ?at=, /suggest; GET, POST /api/v1/lookup; POST /api/v1/exports": (
        limits.CONTACT_SEARCHES,
    ),
    "GET /api/v1/feeds/{file}": (limits.FEED_READS,),
}

_PAGE = """\
# Limits per caller

Written by `make docs` from `shared/domain/limits.py` and `shared/domain/accounts/sign_in_limits.py`.

The functions enforce these for each caller. The gateway's throttles ([routes.md](routes.md)) are shared by all callers
and guard capacity. For the reasons, see [decision 8](decisions/0008-limits.md).

{limits}

A limit is a token bucket: some requests at once, and one more for every interval that passes. Beyond it the response
is 429 with the problem `too_many_requests`, `Retry-After`, and `RateLimit` and `RateLimit-Policy`
(draft-ietf-httpapi-ratelimit-headers-10) under the limit's name. The latter two are on all responses to requests that
were counted; for login, only on refusals. A batch of contacts counts as many writes as it has items,
all of them or none. A request that is refused is not counted, nor is one whose body is invalid
(400, 413, 415, 422), such as an unacceptable password or a malformed address. A picture that cannot be used is counted
although it is refused (422), since examining it is the work; a form without one is not. A request that fails on our
side (5xx) is taken back; so is an attempt to sign in whose password nobody could check. Only a process that dies leaves
its count behind, since otherwise whoever makes it die would be free of limits. Limits are the same for an address
without an account.
Reads of contacts have no limit per caller, and make no request for any: a contact, a list in any order, birthdays. Only
what has to look through contacts does: a list by `q` or by a filter, or `at` a moment in the past, and its `HEAD`;
suggestions, look-ups and exports.
Of the polls of a calendar feed, only those count whose program does not have the calendar yet, or for which it has
changed; others are answered 304 without being counted.
The parameters `ContactWriteLimit` and `ContactSearchLimit` set other figures.

Requests with a personal access token count for that token: a program that runs wild does not use up what its owner may
do. An account has at most {max_tokens} of them.

A network is an IPv4 address, or the /64 of an IPv6 address: the other end of the connection, as API Gateway saw it. If
there are proxies in front of it, name their networks in the parameter `TrustedProxies`. For requests from there, and
for no others, the caller is the last hop in `X-Forwarded-For` that is not one of them.

## How much a book holds

A book has room for {max_contacts} contacts, or for as many as the parameter `MaxContacts` says. One more is refused
(409, `book_full`), in the transaction that would have stored it, so that many at the same time cannot exceed it.
Changes and deletions are always possible, also in a book that is above a maximum that was lowered. A contact in the
trash does not count.

The figure is derived from the 10 GB that DynamoDB keeps for one partition key with local indexes. A contact is stored
twice, in the table and in `by_name`: at 32 KiB about 70 KB with its keys, 7 GB for {max_contacts}; with as many values
in its lists as it may have, and the ids that the service gives them, 96 KB, 9.6 GB. What is left is for the trash,
where a contact is stored once. A book that reaches the 10 GB all the same, with much in the trash or with long ids of
its client's own, is as full as the other: what does not fit is refused with 409 `book_full`. Deleting makes room there,
too, half of what the contact took.

A book has at most {max_labels} labels, and {max_views} views, whose names have at most {max_view_name} characters. It
has at most {max_feeds} calendar feeds. The calendar of one has as many events as fit, compressed, into a response of
Lambda, about {max_events} of them; beyond that it is refused (409, `feed_too_large`).

## How much a contact holds

At most {max_bytes} bytes as JSON, not counting tags, ids and what the service reads of a phone number; a list has at
most {max_values} values, and a contact {max_tags} tags. What counts is what is stored, including what a request keeps
without mentioning it. Texts have at most so many characters:

{members}

## Signing in

An attempt is counted as failed before the password is checked. A success takes that back, and so does every failure
but a wrong password.

1. **The address from this network** ({here}). {free_failures} failures in a row are free. Then the next attempt waits
   for {first_delay}, and every further failure doubles that, up to {longest_delay}. A success forgets the failures; so
   does {remembered} without any. Other networks are not affected: *while one network guesses, the owner can sign in
   from any other at once.*
2. **The network** ({network}), whichever addresses it tries.
3. **The address from everywhere** ({address}). It refuses nobody but makes them queue: an attempt that comes too soon
   is told when its turn is (429, `Retry-After`), at most {longest_queue} later. The turn belongs to that address in
   that network, and nobody else can take or postpone it: *however many networks guess, the owner gets in within
   {longest_queue}.*

Where the owner of the address has signed in within {known}, the password is checked before these limits are asked, and
the right one passes at once, whatever happens elsewhere. Wrong ones slow these checks as in 1, and are then counted and
answered as in any other network: nobody who shares the owner's network learns from the answer that the address has an
account. Nor from how long it takes: a refusal by 2 or 3, where nobody has signed in, takes a hash and the requests of a
check all the same, as often as such checks are allowed, and all figures are as of the moment at which an attempt came
([decision 8](decisions/0008-limits.md) says what is left). Access tokens are checked by their signature, so people who
are signed in are not affected.

The limits cannot tell two people in one network apart. Somebody who keeps failing with the owner's address in the
owner's own network makes that network wait for up to {longest_delay} at a time, but no other.

An attacker with *n* networks gets at most {burst} guesses at an account at once, and then at best *n* per
{longest_queue}.

## Mail

An address is sent at most {mails} messages with links in any hour, however many networks ask for them. Beyond that,
registrations and repeated messages get the same response as ever, but the message waits, and a registration takes
effect when its message is sent: until then the link mailed last works
([decision 5](decisions/0005-accounts-and-mail.md)). The owner of a verified address hears of registrations at most once
a day. `register-address` is counted for each network separately, so that nobody can keep others from registering.

## What it costs

| Request | Reads and writes of the Ephemeral table |
| --- | --- |
| login where the address has signed in before | 1 read and 1 write before the password check, 1 write after |
| login elsewhere | 1 read and 3 writes before, or 5 if both buckets were not full; 3 writes after |
| login with a wrong password | only those before; 3 writes more, up to 5, where the address has signed in before |
| login that has to wait | 1 read; by limit 2 or 3: 1 read and 2 writes, up to 6, and the work of a check |
| login, or another request, that fails on our side | as many again, to take it back |
| every other route of the table | 1 write for each limit; 2 if its bucket was not full |
| reads of contacts | none |

A write is one conditional PutItem: two simultaneous requests cannot both take the same token. An item contains counts
and times; its key is a SHA-256 hash, so that the table contains neither addresses nor networks, and TTL deletes it once
it is no longer needed.

When the table fails, or takes longer than a second, every process counts in its own memory, and tries the table again
after five seconds. Each time, a log line states the cause; it is also the metric `LimiterFallback`. The metric
`LimitReached` counts refusals; its lines name the limit.
"""


def limits_page(_root: Path) -> str:
    """Return the text of the page."""
    return _PAGE.format(
        members=_members(),
        max_bytes=f"{MAX_CONTACT_BYTES:,}",
        max_values=MAX_LIST_VALUES,
        max_tags=MAX_TAGS,
        max_labels=MAX_LABELS_IN_BOOK,
        max_views=MAX_VIEWS,
        max_feeds=MAX_FEEDS,
        max_tokens=MAX_TOKENS,
        max_events="85,000",
        max_view_name=VIEW_NAME.max_length,
        limits=_table(),
        here=code(HERE.name),
        network=code(NETWORK.name),
        address=code(ADDRESS.name),
        free_failures=FREE_FAILURES,
        first_delay=duration(FIRST_DELAY),
        longest_delay=duration(LONGEST_DELAY),
        remembered=duration(FAILURES_REMEMBERED_FOR),
        longest_queue=duration(LONGEST_QUEUE),
        known=duration(KNOWN_FOR),
        burst=ADDRESS.burst,
        max_contacts=f"{MAX_CONTACTS:,}",
        mails=MAILS_PER_HOUR,
    )


def _table() -> str:
    rows = [
        [code(routes), code(limit.name), limit.per, str(limit.burst), duration(limit.refill)]
        for routes, of_routes in LIMITS.items()
        for limit in of_routes
    ]
    return table(["Routes", "Limit", "Counted per", "At once", "Then one every"], rows)


def duration(time: timedelta) -> str:
    """Return a duration in the largest unit in which it is a whole number: ``15 minutes``."""
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if time >= length and not time % length:
            return _counted(time / length, unit)
    return _counted(time / timedelta(seconds=1), "second")


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}" if number == 1 else f"{number:g} {unit}s"


def _members() -> str:
    """Return a table of the texts of a contact, by length."""
    places: dict[str, Mapping[str, Member]] = {
        "": members_of(ContactDetails),
        "of every value: ": members_of(ListValue),
    }
    places |= {f"{name}: ": own_members(value_type) for name, value_type in VALUE_TYPES.items()}
    lengths: dict[str, list[str]] = {}
    for place, members in places.items():
        for name, kind in members.items():
            if isinstance(kind, Text) and not (kind.derived or kind.choices):
                lengths.setdefault(f"{kind.max_length:,}", []).append(f"{place}{code(name)}")
            elif isinstance(kind, Texts):
                several = f"{kind.max_values} of {kind.each.max_length}"
                lengths.setdefault(several, []).append(f"{place}{code(name)}")
    return table(("Characters", "Members"), [(length, ", ".join(names)) for length, names in lengths.items()])
