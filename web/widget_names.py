"""Names of Streamlit's widgets that it has in English only, for the script that renames them."""

from __future__ import annotations

import json
import re
from functools import cache

from layers.words import PERSON_LANGUAGES, Words

NAMES = {
    "widget.choose_one": "Choose an option",
    "widget.choose_some": "Choose options",
    "widget.open": "Open",
    "widget.close": "Close",
    "widget.selected": "Selected values",
    "widget.select_all": "Select all",
    "widget.clear_all": "Clear all",
    "widget.clear_value": "Clear value",
    "widget.clear_entry": "Clear entry",
    "widget.clear_date": "Clear date",
    "widget.clear_time": "Clear time",
    "widget.choose_date": "Choose date",
    "widget.previous_month": "Previous month",
    "widget.next_month": "Next month",
    "widget.less": "Decrement",
    "widget.more": "Increment",
    "widget.skip": "Skip to main content",
    "widget.running": "Running...",
    "widget.stop": "Stop script",
    "widget.add_files": "Add files",
    "widget.file": "file upload",
    "widget.no_results": "No results",
    "widget.no_options": "No options to select.",
    "widget.enter": "Press Enter to apply",
    "widget.control_enter": "Press Ctrl+Enter to apply",
    "widget.command_enter": "Press ⌘+Enter to apply",
    "widget.add_row": "Add row",
    "widget.delete_rows": "Delete row(s)",
    "widget.full_screen": "Fullscreen",
    "widget.close_full_screen": "Close fullscreen",
    "widget.search": "Search",
    "widget.show_columns": "Show/hide columns",
    "widget.download": "Download as CSV",
    "widget.map": "streamlit_folium.st_folium",
}
PATTERNS = {
    "widget.remove": r"^Remove (.+)$",
    "widget.help": r"^Help for (.+)$",
    "widget.upload": r"^Upload (.+)$",
    "widget.options": r"^(\d+) options? available\.$",
    "widget.chosen": r"^option (.+), selected\.$",
}
""""{name}" of the words stands for what the pattern holds."""


@cache
def widget_names() -> bytes:
    """Return the script elements that give every page the names in every language."""
    tables = {
        language: {
            "words": {
                name: Words(language).say(key)
                for key, name in NAMES.items()
                if Words(language).has(key)
            },
            "patterns": [
                [pattern, Words(language).say(key, name="{name}")]
                for key, pattern in PATTERNS.items()
                if Words(language).has(key)
            ],
        }
        for language in PERSON_LANGUAGES
    }
    text = json.dumps(tables, ensure_ascii=False)
    safe = re.sub("[<>&\u2028\u2029]", lambda letter: f"\\u{ord(letter[0]):04x}", text)
    return (
        f"<script>window.approdoNames = {safe};</script>"
        '<script src="/assets/approdo-names.js"></script>'
    ).encode()
