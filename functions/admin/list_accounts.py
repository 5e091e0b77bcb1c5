"""GET /api/v1/admin/accounts: list and search accounts."""

from shared.web.admin.limits import AdminLimit
from shared.web.admin.parameters import AccountList
from shared.web.admin.schemas import AccountOut, AccountPageOut
from shared.web.caller import AdminCaller
from shared.web.dependencies import Administration, Cursors
from shared.web.http.entry import Router, lambda_handler
from shared.web.http.paging import EachOnce

router = Router(tags=["admin"])


@router.get("/api/v1/admin/accounts")
async def list_accounts(
    caller: AdminCaller,
    _once: EachOnce,
    _within_limit: AdminLimit,
    administration: Administration,
    cursors: Cursors,
    parameters: AccountList,
) -> AccountPageOut:
    """Return one page of accounts, by e-mail address; with `email` those whose address begins so.

    An account that was registered a second ago may be missing. A page may have fewer items than `limit` although more
    follow: request pages with `cursor` until `next_cursor` is null.
    """
    after = parameters.position(cursors, book_id=caller.book_id, query=parameters.query)
    accounts, next_ = administration.page(caller, email=parameters.email, limit=parameters.limit, after=after)
    return AccountPageOut(
        items=[AccountOut.of(account) for account in accounts],
        next_cursor=cursors.issue(next_, book_id=caller.book_id, query=parameters.query) if next_ else None,
    )


handler = lambda_handler(router)
