"""The device's own position, asked for only when the person presses the button."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from layers.words import Words

SCRIPT = Path(__file__).parents[2] / "web" / "assets" / "device-place.js"

_button = st.components.v2.component(
    "device_place",
    html='<button type="button" class="ap-device" hidden>'
    '<i class="ap-icon ap-icon--locate" aria-hidden="true"></i><span></span></button>'
    '<p role="status"></p>',
    js=SCRIPT.read_text(encoding="utf-8"),
    isolate_styles=False,
)


def device_place(words: Words, *, on_change: Callable[[], None]) -> None:
    """Show the button; `pages.shared.session.DEVICE` holds lon and lat once given."""
    _button(
        key="device",
        data={
            "label": words.say("find.place.mine"),
            "waiting": words.say("app.loading"),
            "refused": words.say("find.place_device_refused"),
        },
        on_position_change=on_change,
    )
