"""Bring the map's scripts and the typefaces of pages and paper from their npm packages again.

``python -m web.vendor_assets`` needs npm. A test checks the committed files against `FILES`,
so that what is served is what its authors published.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
PAPER = Path(__file__).parents[1] / "layers" / "report" / "fonts"

FILES: dict[str, tuple[str, str, str]] = {
    # file in assets: (package@version, file in the package, SHA-256)
    "vendor/leaflet-1.9.4.js": (
        "leaflet@1.9.4",
        "dist/leaflet.js",
        "db49d009c841f5ca34a888c96511ae936fd9f5533e90d8b2c4d57596f4e5641a",
    ),
    "vendor/leaflet-1.9.4.css": (
        "leaflet@1.9.4",
        "dist/leaflet.css",
        "a7837102824184820dfa198d1ebcd109ff6d0ff9a2672a074b9a1b4d147d04c6",
    ),
    "vendor/leaflet-1.9.4.LICENSE": (
        "leaflet@1.9.4",
        "LICENSE",
        "53e8dc25862014e4324741ca18fbe3611e11d42ef69f59f86ea8c5389647d4cb",
    ),
    "vendor/markercluster-1.5.3.js": (
        "leaflet.markercluster@1.5.3",
        "dist/leaflet.markercluster.js",
        "1e4e1d22972a3926f48598e0caf14e3fe7049835d428a344fed4f9e3665b3508",
    ),
    "vendor/markercluster-1.5.3.css": (
        "leaflet.markercluster@1.5.3",
        "dist/MarkerCluster.css",
        "614dea0a98ff3f4ead74f04918f6b1d1b9ba435c25b5fc23b21a394d1e3e4d87",
    ),
    "vendor/markercluster-1.5.3.LICENSE": (
        "leaflet.markercluster@1.5.3",
        "MIT-LICENCE.txt",
        "3133dacd38250bd1f524d8166cc60a016a382522e062fce143691c65bf5e4b3d",
    ),
    "vendor/protomaps-leaflet-5.1.0.js": (
        "protomaps-leaflet@5.1.0",
        "dist/protomaps-leaflet.js",
        "26af014f7b1af308ec120b791cff76657bb9c3383633b52033e6edf9e5e4cdb5",
    ),
    "vendor/protomaps-leaflet-5.1.0.LICENSE": (
        "protomaps-leaflet@5.1.0",
        "LICENSE",
        "a2ada548aa25012e833b71364a402d6924f2afcf5f8f146e2989a377290ab3ad",
    ),
    "fonts/noto-sans-latin-5.3.0.woff2": (
        "@fontsource-variable/noto-sans@5.3.0",
        "files/noto-sans-latin-wght-normal.woff2",
        "51ca196f49a33e79e7870ff88ebd2829a3f627a51e7d690986618f0e7ad2b52d",
    ),
    "fonts/noto-sans-latin-ext-5.3.0.woff2": (
        "@fontsource-variable/noto-sans@5.3.0",
        "files/noto-sans-latin-ext-wght-normal.woff2",
        "6d5a79315528df191b9d86f97b0c4272a8b588fcb166773fe6588ac795de0613",
    ),
    "fonts/noto-sans-cyrillic-5.3.0.woff2": (
        "@fontsource-variable/noto-sans@5.3.0",
        "files/noto-sans-cyrillic-wght-normal.woff2",
        "6ab64433de6077ca5ad31b05420450ce986a616a4ea47b6ad16f3217055dafc3",
    ),
    "fonts/noto-sans-arabic-5.3.0.woff2": (
        "@fontsource-variable/noto-sans-arabic@5.3.0",
        "files/noto-sans-arabic-arabic-wght-normal.woff2",
        "ce85091f020920b65762b387b194ef59457ea5b25b760f2dcc35240a94bb8669",
    ),
    "fonts/hind-siliguri-bengali-400-5.3.0.woff2": (
        "@fontsource/hind-siliguri@5.3.0",
        "files/hind-siliguri-bengali-400-normal.woff2",
        "8ae56aab7628191d874faef495d5229138187e8ed6061ede100fe362104faa91",
    ),
    "fonts/hind-siliguri-bengali-700-5.3.0.woff2": (
        "@fontsource/hind-siliguri@5.3.0",
        "files/hind-siliguri-bengali-700-normal.woff2",
        "b6033f70da8e37d5b8a3065b0eaefaafa6003f72309864b0eeddaa926eb472c3",
    ),
    "fonts/hind-siliguri-OFL.txt": (
        "@fontsource/hind-siliguri@5.3.0",
        "LICENSE",
        "fc7387fe7a057f3f116d3a8d89dad6769a88f45d2e2689fc1aa05702d7dfa1b3",
    ),
    "fonts/noto-sans-OFL.txt": (
        "@fontsource-variable/noto-sans@5.3.0",
        "LICENSE",
        "54ec7b5a35310ad66f9f3091426f7028484cbf9ae1ab5da30122ee412a3009e1",
    ),
    "fonts/noto-sans-arabic-OFL.txt": (
        "@fontsource-variable/noto-sans-arabic@5.3.0",
        "LICENSE",
        "91053c23e8a0fe5fc9b5fdbe5ff74ceffd66f6f996c123f1a6ca4c23487c1fff",
    ),
}

_AMIRI, _BENGALI = "@expo-google-fonts/amiri@0.4.1", "@expo-google-fonts/hind-siliguri@0.4.1"
_CHINESE = "@expo-google-fonts/noto-sans-sc@0.4.3"
_SANS, _ARABIC = "@expo-google-fonts/noto-sans@0.4.2", "@expo-google-fonts/noto-sans-arabic@0.4.3"
PAPER_FILES: dict[str, tuple[str, str, str]] = {
    # Whole typefaces in TrueType, one weight a file: what sets the report reads no others.
    "NotoSans_400Regular.ttf": (
        _SANS,
        "400Regular/NotoSans_400Regular.ttf",
        "fe8c022f48d8dd29f17b744d16f9346f4357e16f7d4f7be58b000ae7c291b614",
    ),
    "NotoSans_700Bold.ttf": (
        _SANS,
        "700Bold/NotoSans_700Bold.ttf",
        "13a813c49624ae3ba3c5c6e72c5ebffc4b9e1e6ea32f421c04069b037c6ad431",
    ),
    "NotoSansArabic_400Regular.ttf": (
        _ARABIC,
        "400Regular/NotoSansArabic_400Regular.ttf",
        "252629ca0e87b6233851249b8cbf7b43445211a8caf199f1b306a19202251508",
    ),
    "NotoSansArabic_700Bold.ttf": (
        _ARABIC,
        "700Bold/NotoSansArabic_700Bold.ttf",
        "a86a704ff8b315082f4859b04c2f8f746f4cefb14553ef10505f143e0d4829d3",
    ),
    "noto-sans-OFL.txt": (
        _SANS,
        "LICENSE_FONT",
        "cee9892f9f0cc8fe882c9e9537ee6a89621d86ee7ceaf70b02e2b2b1c25c061a",
    ),
    "noto-sans-arabic-OFL.txt": (
        _ARABIC,
        "LICENSE_FONT",
        "07fc70bfeb985cc1a87a8587d0a0c80bab11c86c9dc3fd95b6f0cb332f983e96",
    ),
    "Amiri_400Regular.ttf": (
        _AMIRI,
        "400Regular/Amiri_400Regular.ttf",
        "d26cd95609ed51b6419e3c7d4a066cb9fac7b73117868622f5b7f03998c68568",
    ),
    "Amiri_700Bold.ttf": (
        _AMIRI,
        "700Bold/Amiri_700Bold.ttf",
        "0cf3c9c5b967adb281a46f17293fe03b1fc05e0538ab4db4a4c2252f45098692",
    ),
    "HindSiliguri_400Regular.ttf": (
        _BENGALI,
        "400Regular/HindSiliguri_400Regular.ttf",
        "618296297ca1a78f761c5bebecfabf83b9a2840ec73a731c25230d8a25edf159",
    ),
    "HindSiliguri_700Bold.ttf": (
        _BENGALI,
        "700Bold/HindSiliguri_700Bold.ttf",
        "73bd8bc88d9e7cf655b4e3350751a4a720fc3208f0a66c02cf0d36744c5a30b8",
    ),
    "NotoSansSC_400Regular.ttf": (
        _CHINESE,
        "400Regular/NotoSansSC_400Regular.ttf",
        "5adc2b0f55508c3eac7f54ca64bd924f4efbf1d9c1ecdc2d7161f2fe36456c3c",
    ),
    "NotoSansSC_700Bold.ttf": (
        _CHINESE,
        "700Bold/NotoSansSC_700Bold.ttf",
        "9d6a275181a529005fe948eec4b2a7fb5f0111ec43072ed24e84a57dd7f18ba0",
    ),
    "amiri-OFL.txt": (
        _AMIRI,
        "LICENSE_FONT",
        "72de68e5954f4fdd24702292ef5a32f003ca960ec9330dc86e5eefb5dffb9b22",
    ),
    "hind-siliguri-OFL.txt": (
        _BENGALI,
        "LICENSE_FONT",
        "4b255eb44f613a8e426e195f0d0b7e10fcba1af7eb6047d9a7f4f3c449940e19",
    ),
    "noto-sans-sc-OFL.txt": (
        _CHINESE,
        "LICENSE_FONT",
        "1c05c68c34f9708415aada51f17e1b0092d2cea709bf4a94cd38114f9e73d7d9",
    ),
}
CUT = ("NotoSansSC_400Regular.ttf", "NotoSansSC_700Bold.ttf")
"""Whole, each has ten megabytes: ``docs/make_chinese_typeface.py`` cuts and writes them."""


def main() -> int:
    """Fetch every package once and write its files."""
    with tempfile.TemporaryDirectory() as folder:
        archives: dict[str, Path] = {}
        wanted = [(ASSETS / name, *found) for name, found in FILES.items()]
        wanted += [(PAPER / name, *row) for name, row in PAPER_FILES.items() if name not in CUT]
        for path, package, member, sha256 in wanted:
            if package not in archives:
                archives[package] = fetch(package, Path(folder))
            with tarfile.open(archives[package]) as archive:
                file = archive.extractfile(f"package/{member}")
                content = file.read() if file else b""
            if hashlib.sha256(content).hexdigest() != sha256:
                sys.stderr.write(f"{package}: {member} is not the file that was checked\n")
                return 1
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return 0


def fetch(package: str, folder: Path) -> Path:
    """Download an npm package into a folder and return its archive."""
    done = subprocess.run(  # noqa: S603 - the package names stand above
        ["npm", "pack", "--silent", package],  # noqa: S607 - npm is where the user has it
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return folder / done.stdout.strip().splitlines()[-1]


if __name__ == "__main__":
    sys.exit(main())
