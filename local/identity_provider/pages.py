"""The pages of the stand-in, without scripts, but for the one that posts itself."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

HEADERS = {
    "Cache-Control": "no-store",
    # Not form-action: some browsers also apply it to the redirect that follows the form.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 28rem; margin: 15vh auto; padding: 0 1rem }}
input, button {{ font: inherit; padding: .4rem; margin-bottom: .8rem }} label {{ display: block }}</style>
<main><h1>{title}</h1>{content}</main>
"""


def who_are_you(query: Mapping[str, str]) -> str:
    """Return the page on which people say who they are."""
    content = f"""<p>A provider on this machine. Be whoever you like: the same address is always the same person.</p>
<form method="post">{_hidden(query)}
<label>E-mail <br><input name="email" type="email" required value="ada@example.com"></label>
<label>Name <br><input name="name" value="Ada Example"></label>
<button>Sign in</button> <button name="refuse" value="yes" formnovalidate>Refuse</button>
</form>"""
    return _PAGE.format(title="Local provider", content=content)


def posting(url: str, fields: Mapping[str, str]) -> str:
    """Return a page that posts fields to a URL (OAuth 2.0 Form Post Response Mode)."""
    content = f"""<form method="post" action="{escape(url)}">{_hidden(fields)}<button>Go on</button></form>
<script>document.forms[0].submit()</script>"""
    return _PAGE.format(title="Going on", content=content)


def _hidden(fields: Mapping[str, str]) -> str:
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )
