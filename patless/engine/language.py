"""What the engine may ask of the Python language host."""

import asyncio
import json
import os
from asyncio.subprocess import DEVNULL, PIPE
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import grpc
import grpc.aio
from google.protobuf.empty_pb2 import Empty

from patless.engine import program
from patless.engine.child import child
from patless.engine.interpreter import Interpreter, interpreter_of
from patless.engine.stubs import language_pb2, language_pb2_grpc, plugin_pb2
from patless.engine.version import PINNED

Context = grpc.aio.ServicerContext[Any, Any]
Message = Callable[[bytes], language_pb2.RunPluginResponse]

CHUNK = 64 * 1024
NO_CODE = (
    "the language host of Patless runs programs and writes no code; "
    "for this command, use an official installation of Pulumi"
)


class Language(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs Python programs, policy packs and plug-ins, and tells what is installed for them."""

    def __init__(self, engine: str) -> None:
        self.engine = engine

    async def Handshake(
        self, request: language_pb2.LanguageHandshakeRequest, context: Context
    ) -> language_pb2.LanguageHandshakeResponse:
        """An engine that attaches tells its address here instead of on the command line."""
        self.engine = request.engine_address
        return language_pb2.LanguageHandshakeResponse()

    async def GetPluginInfo(self, request: Empty, context: Context) -> plugin_pb2.PluginInfo:
        """The version of the engine that this host was made for."""
        return plugin_pb2.PluginInfo(version=PINNED)

    async def About(self, request: language_pb2.AboutRequest, context: Context) -> language_pb2.AboutResponse:
        """The interpreter, for `pulumi about`."""
        python = interpreter_of(request.info)
        return language_pb2.AboutResponse(
            executable=str(python.executable),
            version=python.version(),
            metadata={"host": "patless"},
        )

    async def GetRequiredPackages(
        self, request: language_pb2.GetRequiredPackagesRequest, context: Context
    ) -> language_pb2.GetRequiredPackagesResponse:
        """The provider plug-ins of every SDK that is installed; none for a plug-in's own folder."""
        # To print a plug-in's schema the engine would download them all. When a plug-in does register
        # resources, the engine looks for what they need.
        if Path(request.info.root_directory, "PulumiPlugin.yaml").exists():
            return language_pb2.GetRequiredPackagesResponse()
        plugins = interpreter_of(request.info).plugins()
        return language_pb2.GetRequiredPackagesResponse(packages=[_package(plugin) for plugin in plugins])

    async def GetRequiredPlugins(
        self, request: language_pb2.GetRequiredPluginsRequest, context: Context
    ) -> language_pb2.GetRequiredPluginsResponse:
        """The same for engines that do not know packages."""
        plugins = interpreter_of(request.info).plugins()
        return language_pb2.GetRequiredPluginsResponse(
            plugins=[
                plugin_pb2.PluginDependency(
                    name=plugin["name"],
                    kind="resource",
                    version=plugin["version"],
                    server=plugin.get("server", ""),
                )
                for plugin in plugins
            ]
        )

    async def GetProgramDependencies(
        self, request: language_pb2.GetProgramDependenciesRequest, context: Context
    ) -> language_pb2.GetProgramDependenciesResponse:
        """What is installed, for `pulumi about`."""
        python = interpreter_of(request.info)
        found = python.distributions(transitive=request.transitiveDependencies)
        return language_pb2.GetProgramDependenciesResponse(
            dependencies=[language_pb2.DependencyInfo(name=name, version=found[name]) for name in found]
        )

    # The stubs know streams as generators only. With `write`, a cancelled call ends in its own task, at once,
    # and not whenever its generator is collected.
    async def InstallDependencies(  # type: ignore[override]
        self, request: language_pb2.InstallDependenciesRequest, context: Context
    ) -> None:
        """Installs nothing: `make setup` has; it says which Python will run."""
        python = interpreter_of(request.info)
        line = f"Python packages come from {python.home or python.executable}; nothing to install here.\n"
        await context.write(language_pb2.InstallDependenciesResponse(stdout=line.encode()))

    async def RuntimeOptionsPrompts(
        self, request: language_pb2.RuntimeOptionsRequest, context: Context
    ) -> language_pb2.RuntimeOptionsResponse:
        """No questions in `pulumi new`."""
        return language_pb2.RuntimeOptionsResponse()

    async def Template(
        self, request: language_pb2.TemplateRequest, context: Context
    ) -> language_pb2.TemplateResponse:
        """Nothing to change in a new project."""
        return language_pb2.TemplateResponse()

    async def Cancel(self, request: Empty, context: Context) -> Empty:
        """Acknowledged only: plug-ins may still be writing, and the engine's own end follows."""
        return Empty()

    async def Run(self, request: language_pb2.RunRequest, context: Context) -> language_pb2.RunResponse:
        """Runs a program to its end; exit code 32 means that the user has been told already."""
        if request.attach_debugger:
            return language_pb2.RunResponse(error="this language host cannot attach a debugger")
        python = interpreter_of(request.info)
        command = [str(python.executable), "-u", "-P", program.__file__]
        environment = python.environment(os.environ)
        async with child(command, cwd=request.pwd, env=environment, stdin=PIPE) as process:
            # Configuration holds secrets: on stdin it is in nobody's environment and on no command line.
            await process.communicate(json.dumps(self._run(request)).encode())
        if process.returncode == 0:
            return language_pb2.RunResponse()
        if process.returncode == program.USER_WAS_TOLD:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"the program ended with exit code {process.returncode}")

    async def RunPlugin(  # type: ignore[override]
        self, request: language_pb2.RunPluginRequest, context: Context
    ) -> None:
        """Runs a policy pack or a plug-in, streams what it prints, and at its end the exit code."""
        python = interpreter_of(request.info)
        given = dict(item.split("=", 1) for item in request.env if "=" in item)
        command, folder = _plugin_command(python, request)
        environment = python.environment(given or os.environ)
        writing = asyncio.Lock()

        async def forward(stream: asyncio.StreamReader | None, message: Message) -> None:
            while stream and (chunk := await stream.read(CHUNK)):
                async with writing:
                    await context.write(message(chunk))

        async with child(command, cwd=folder, env=environment, stdin=DEVNULL, output=PIPE) as process:
            await asyncio.gather(
                forward(process.stdout, lambda chunk: language_pb2.RunPluginResponse(stdout=chunk)),
                forward(process.stderr, lambda chunk: language_pb2.RunPluginResponse(stderr=chunk)),
            )
            await process.wait()
        await context.write(language_pb2.RunPluginResponse(exitcode=process.returncode or 0))

    async def GenerateProject(self, request: object, context: Context) -> NoReturn:
        """Refused, and so is everything else that writes code: only the official host can."""
        await context.abort(grpc.StatusCode.UNIMPLEMENTED, NO_CODE)

    GenerateProgram = GeneratePackage = Link = Pack = GenerateProject

    def _run(self, request: language_pb2.RunRequest) -> dict[str, Any]:
        return {
            "program": str(Path(request.info.program_directory, request.info.entry_point)),
            "arguments": list(request.args),
            "config": dict(request.config),
            "secrets": list(request.configSecretKeys),
            "settings": {
                "monitor": request.monitor_address,
                "engine": self.engine,
                "project": request.project,
                "stack": request.stack,
                "organization": request.organization,
                "root_directory": request.info.root_directory,
                "parallel": request.parallel,
                "dry_run": request.dryRun,
            },
        }


def _package(plugin: dict[str, Any]) -> plugin_pb2.PackageDependency:
    described = plugin.get("parameterization")
    return plugin_pb2.PackageDependency(
        name=plugin["name"],
        kind="resource",
        version=plugin["version"],
        server=plugin.get("server", ""),
        parameterization=described
        and plugin_pb2.PackageParameterization(
            name=described["name"], version=described["version"], value=b64decode(described["value"])
        ),
    )


def _plugin_command(python: Interpreter, request: language_pb2.RunPluginRequest) -> tuple[list[str], str]:
    """A pack runs in its own folder under the SDK's pack runner, a plug-in where the engine says."""
    folder = request.info.program_directory
    if request.kind == "analyzer":
        return [str(python.executable), "-u", "-m", "pulumi.policy", *request.args, folder], folder
    return [str(python.executable), "-u", folder, *request.args], request.pwd
