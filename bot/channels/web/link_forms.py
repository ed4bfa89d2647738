"""What the pages behind links show: a button for what may be done, or why nothing may."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from starlette.responses import Response

from bot.access.signed_links import LinkKind
from bot.channels.web.files import FILE_LIMIT
from bot.channels.web.page_frame import render_notice, render_page
from conversations.protocol.messages import Wording

MEGABYTE = 1_048_576
_FILE = """<h1>{title}</h1>
<p class="file-name">{name}</p>
<form method="post"><button>{button}</button></form>
<p class="soft">{own}</p>"""
_UPLOAD = """<h1>{title}</h1>
<p>{words}</p>
<label class="picker">{choose}<input class="unseen" id="file" type="file"
 accept=".docx,.xlsx,.doc,.xls,.pdf,.odt,.ods,.htm,.html,.mht"></label>
<p class="file-name" id="name" hidden></p>
<button id="send" type="button" hidden>{send}</button>
<progress id="bar" max="1" value="0" hidden></progress>
<p id="status" role="status" {texts}></p>
<p class="soft">{own}</p>"""
_CHAT = """<h1>{title}</h1>
<p>{words}</p>
<form method="post"><button>{open}</button></form>
<p class="soft">{own}</p>"""
_STATUSES = ("sending", "again", "done", "failed", "heavy", "status403", "status410")


@dataclass(frozen=True)
class LinkForms:
    """The pages of each kind of link, in these words."""

    wording: Wording

    def gone(self, kind: LinkKind, status: int) -> Response:
        """The link does not hold, or does not hold for who asks."""
        return self._refusal(kind, "page.gone", status)

    def taken(self, kind: LinkKind) -> Response:
        """The link is open in another browser."""
        return self._refusal(kind, "page.taken", 403)

    def show(self, kind: LinkKind, name: str) -> Response:
        """What may be done here: with the file of this name, or as the member of this name."""
        match kind:
            case LinkKind.FILE:
                title, button = self._say("link.page.title"), self._say("link.page.button")
                own, shown = self._say("page.own"), escape(name)
                inside = _FILE.format(title=title, name=shown, button=button, own=own)
                return render_page(title, inside)
            case LinkKind.UPLOAD:
                return self._show_upload(name)
            case LinkKind.CHAT | LinkKind.TRIAL:
                return self._show_button(kind, name)

    def _show_button(self, kind: LinkKind, name: str) -> Response:
        title, words = self._say(f"page.{kind}.title"), self._say(f"page.{kind}.words")
        opened, own = self._say(f"page.{kind}.open"), self._owner(name)
        return render_page(title, _CHAT.format(title=title, words=words, open=opened, own=own))

    def full(self) -> Response:
        """As many trials are open as may be."""
        return render_notice(self._say("page.full.title"), self._say("page.full"), 503)

    def _show_upload(self, name: str) -> Response:
        title = self._say("page.upload.title")
        texts = " ".join(
            f'data-{one}="{escape(self._say(f"page.upload.{one}"))}"' for one in _STATUSES
        )
        inside = _UPLOAD.format(
            title=title,
            words=self._say("page.upload.words"),
            choose=self._say("page.upload.choose"),
            send=self._say("page.upload.send"),
            texts=texts,
            own=self._owner(name),
        )
        return render_page(title, inside, script="send.js")

    def _refusal(self, kind: LinkKind, code: str, status: int) -> Response:
        words = f"link.{code}" if kind is LinkKind.FILE else code
        return render_notice(self._say(f"{code}.title"), self._say(words), status)

    def _owner(self, name: str) -> str:
        return self.wording.say("page.of", {"name": name}).strip()

    def _say(self, code: str) -> str:
        return self.wording.say(code, {"limit": FILE_LIMIT // MEGABYTE}).strip()
