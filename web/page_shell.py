"""The shell of every page: what a browser shows before the first run of a page's script.

Streamlit serves one HTML file for all pages. This middleware completes it: the language and a
sentence stand there at once, and the page is given where the server is, which it would otherwise
look for below the page's own address, with a 404 for every guess.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from layers.text.escaping import esc
from layers.words import LANGUAGES, PERSON_LANGUAGES, Words
from web.widget_names import widget_names

FALLBACK = "en"
SCREENING = "/screening"
"""The page that is there in every language of a person."""

_ROOT = re.compile(rb'(<div id="root"[^>]*>)\s*(</div>)')
_HEAD = b"<head>"
_NO_SCRIPT = re.compile(rb"<noscript>.*?</noscript>", re.DOTALL)
# The origin only: no page of this server stands below another path.
_WHERE = b"<script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin};</script>"
_SCRIPTS = (
    b'<script src="/assets/approdo-lists.js"></script>'
    b'<script src="/assets/approdo-exit.js"></script>'
    b'<script src="/assets/approdo-focus.js"></script>'
)
_STYLE = b"""<style>
body { background: #FAF6EE; }
.ap-shell { font: 1.1rem/1.5 system-ui, sans-serif; margin: 20vh auto 0; max-width: 30rem;
  padding: 0 1.5rem; text-align: center; color: #1C2430; }
@media (prefers-color-scheme: dark) { body { background: #15191E; } .ap-shell { color: #E8E6E1; } }
</style>"""


class PageShell:
    """ASGI middleware that completes Streamlit's HTML; every other answer passes unchanged."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; hold back HTML until it is whole, and complete it."""
        if not _asks_for_page(scope):
            await self.app(scope, receive, send)
            return
        # A packed answer could not be completed; other files are packed as before.
        plain = [(k, v) for k, v in scope["headers"] if k != b"accept-encoding"]
        scope = {**scope, "headers": plain}
        start: Message | None = None
        body = b""

        async def send_completed(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start" and _is_html(message):
                start = message
                return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body += message.get("body", b"")
            if not message.get("more_body", False):
                whole = complete(body, language_of(scope))
                await send(_resized(start, len(whole)))
                await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, send_completed)


def complete(html: bytes, language: str) -> bytes:
    """Return Streamlit's HTML with language, loading sentence and the server's address.

    HTML that is not Streamlit's is returned as it is.
    """
    if not _ROOT.search(html):
        return html
    words = Words(language)
    sentence = esc(words.say("app.loading")).encode()
    loading = b'<p class="ap-shell" role="status">' + sentence + b"</p>"
    html = re.sub(rb'<html lang="[a-z]*"', _opening(words), html, count=1)
    html = html.replace(b"<title>Streamlit</title>", b"<title>Approdo</title>")
    needed = f"<noscript><p>{esc(words.say('app.no_script'))}</p></noscript>".encode()
    html = _NO_SCRIPT.sub(lambda _: needed, html, count=1)
    html = html.replace(_HEAD, _HEAD + _WHERE + widget_names() + _SCRIPTS + _STYLE, 1)
    return _ROOT.sub(lambda found: found[1] + loading + found[2], html, count=1)


def language_of(scope: Scope) -> str:
    """Return the language that the address or the browser asks for, as far as the page has it.

    Examples
    --------
    >>> language_of({"query_string": b"lang=ar", "headers": []})
    'ar'
    >>> language_of({"query_string": b"", "headers": [(b"accept-language", b"it-IT,it;q=0.9")]})
    'it'
    >>> language_of({"path": "/screening", "query_string": b"lang=bn", "headers": []})
    'bn'
    """
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
    accepted = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    offered = [asked, *(part.split(";")[0].strip()[:2] for part in accepted.split(","))]
    known = PERSON_LANGUAGES if scope.get("path") == SCREENING else LANGUAGES
    return next((code for code in offered if code in known), FALLBACK)


def _asks_for_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    accepted: bytes = dict(scope["headers"]).get(b"accept", b"")
    return b"text/html" in accepted


def _opening(words: Words) -> bytes:
    return f'<html lang="{words.language}" dir="{words.direction}"'.encode()


def _is_html(message: Message) -> bool:
    headers = {key.lower(): value for key, value in message.get("headers", [])}
    kind: bytes = headers.get(b"content-type", b"")
    return message["status"] == 200 and kind.startswith(b"text/html")


def _resized(start: Message, length: int) -> Message:
    """Return the head of an answer with another length, and without the mark of the file's."""
    dropped = (b"content-length", b"etag", b"last-modified")
    kept = [(k, v) for k, v in start["headers"] if k.lower() not in dropped]
    kept += [(b"content-length", str(length).encode()), (b"vary", b"accept-language")]
    return {**start, "headers": kept}
