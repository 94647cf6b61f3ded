"""Keep layers that everybody may see as files named by their content."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from data.files.atomic import replacing
from data.settings import var_folder


def layers_folder() -> Path:
    """Return the folder of the public layers."""
    return var_folder() / "layers"


def publish_layer(layer: object) -> str:
    """Write a layer unless it is there, and return its address; equal layers have one address."""
    content = json.dumps(layer, ensure_ascii=False, sort_keys=True).encode()
    name = hashlib.sha256(content).hexdigest()[:20]
    path = layers_folder() / f"{name}.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as unfinished:
            unfinished.write_bytes(content)
    return f"/layers/{name}.json"
