"""Fetch the typefaces of the page again: Noto Sans and Noto Sans Arabic, variable weight, woff2.

Run from the root of the project; needs ``npm``. Each file must have the checksum written here.

    python web/vendor_fonts.py
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent / "assets" / "fonts"
NOTO = ("@fontsource-variable/noto-sans", "5.3.0")
NOTO_ARABIC = ("@fontsource-variable/noto-sans-arabic", "5.3.0")
FILES = {
    "noto-sans-latin-5.3.0.woff2": (
        NOTO,
        "files/noto-sans-latin-wght-normal.woff2",
        "51ca196f49a33e79e7870ff88ebd2829a3f627a51e7d690986618f0e7ad2b52d",
    ),
    "noto-sans-latin-ext-5.3.0.woff2": (
        NOTO,
        "files/noto-sans-latin-ext-wght-normal.woff2",
        "6d5a79315528df191b9d86f97b0c4272a8b588fcb166773fe6588ac795de0613",
    ),
    "noto-sans-cyrillic-5.3.0.woff2": (
        NOTO,
        "files/noto-sans-cyrillic-wght-normal.woff2",
        "6ab64433de6077ca5ad31b05420450ce986a616a4ea47b6ad16f3217055dafc3",
    ),
    "noto-sans-arabic-5.3.0.woff2": (
        NOTO_ARABIC,
        "files/noto-sans-arabic-arabic-wght-normal.woff2",
        "ce85091f020920b65762b387b194ef59457ea5b25b760f2dcc35240a94bb8669",
    ),
    "noto-sans-OFL.txt": (
        NOTO,
        "LICENSE",
        "54ec7b5a35310ad66f9f3091426f7028484cbf9ae1ab5da30122ee412a3009e1",
    ),
    "noto-sans-arabic-OFL.txt": (
        NOTO_ARABIC,
        "LICENSE",
        "91053c23e8a0fe5fc9b5fdbe5ff74ceffd66f6f996c123f1a6ca4c23487c1fff",
    ),
}
"""File in `FOLDER` → package and version, file in the package, SHA-256."""


def main() -> int:
    """Write every font file and both licences; stop at a checksum that differs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for name, ((package, version), member, expected) in FILES.items():
            archive = _packed(package, version, Path(folder))
            with tarfile.open(archive) as opened:
                content = opened.extractfile(f"package/{member}")
                data = content.read() if content else b""
            if hashlib.sha256(data).hexdigest() != expected:
                sys.stderr.write(f"{name}: {package} {version} holds another file\n")
                return 1
            (FOLDER / name).write_bytes(data)
    return 0


def _packed(package: str, version: str, folder: Path) -> Path:
    archive = folder / f"{package.lstrip('@').replace('/', '-')}-{version}.tgz"
    if not archive.exists():
        subprocess.run(  # noqa: S603
            ["npm", "pack", "--silent", f"{package}@{version}"],  # noqa: S607
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return archive


if __name__ == "__main__":
    sys.exit(main())
