"""The Python that runs a program, a policy pack or a plug-in, and what is installed for it."""

import json
import platform
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from patless.engine.stubs import language_pb2


@dataclass(frozen=True)
class Interpreter:
    """A Python executable with the folder of its virtual environment, if it has one."""

    executable: Path
    home: Path | None

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """`base`, with this interpreter's programs first on PATH, as an activated environment has them."""
        if self.home is None:
            return dict(base)
        path = f"{self.home / 'bin'}:{base.get('PATH', '')}".rstrip(":")
        inherited = {name: value for name, value in base.items() if name != "PYTHONHOME"}
        return inherited | {"VIRTUAL_ENV": str(self.home), "PATH": path}

    def site_packages(self) -> list[Path]:
        """The folders in which packages are installed."""
        if self.executable == Path(sys.executable):
            return [Path(folder) for folder in sys.path if folder.endswith("site-packages")]
        return sorted(self.home.glob("lib/python3*/site-packages")) if self.home else []

    def version(self) -> str:
        """Its version, which a virtual environment records in `pyvenv.cfg`."""
        if self.executable == Path(sys.executable) or self.home is None:
            return platform.python_version()
        lines = (self.home / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
        settings = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
        return settings.get("version_info", settings.get("version", ""))

    def plugins(self) -> Iterator[dict[str, Any]]:
        """What installed SDKs say about their provider plug-ins; `name` and `version` are always there."""
        for site in self.site_packages():
            for file in sorted(site.glob("*/pulumi-plugin.json")):
                plugin = json.loads(file.read_text(encoding="utf-8"))
                if plugin.get("resource"):
                    package = file.parent.name
                    plugin["name"] = plugin.get("name") or package.removeprefix("pulumi_").replace("_", "-")
                    plugin["version"] = plugin.get("version") or self._version(package)
                    yield plugin

    def distributions(self, *, transitive: bool) -> dict[str, str]:
        """Names and versions of what is installed; without `transitive`, only what nothing else requires."""
        from importlib.metadata import distributions

        found = {dist.name: dist for dist in distributions(path=[str(site) for site in self.site_packages()])}
        required: set[str] = set()
        if not transitive:
            required = {
                _required(line)
                for dist in found.values()
                for line in dist.requires or []
                if "extra ==" not in line
            }
        return {name: dist.version for name, dist in sorted(found.items()) if _key(name) not in required}

    def _version(self, package: str) -> str:
        installed = {_key(name): version for name, version in self.distributions(transitive=True).items()}
        return installed.get(_key(package), "")


def interpreter_of(info: language_pb2.ProgramInfo) -> Interpreter:
    """The interpreter of the `virtualenv` option when there is one, else the host's own."""
    option = dict(info.options).get("virtualenv")
    if isinstance(option, str) and option:
        home = Path(info.root_directory or info.program_directory, option)
        if (home / "bin" / "python").exists():
            return Interpreter(home / "bin" / "python", home)
    own_home = Path(sys.prefix) if sys.prefix != sys.base_prefix else None
    return Interpreter(Path(sys.executable), own_home)


def _key(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _required(line: str) -> str:
    end = next((at for at, letter in enumerate(line) if not (letter.isalnum() or letter in "-_.")), len(line))
    return _key(line[:end])
