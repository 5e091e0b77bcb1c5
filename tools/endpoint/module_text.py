"""The source of a new endpoint's modules: the endpoint, which responds with 204, its test and its facts."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping

from tools.endpoint.endpoint import Endpoint, EndpointError
from tools.endpoint.sample_event import SAMPLE_ID

_LINE_LENGTH = 120
_BOOK_CALLERS = ("ReadingCaller", "WritingCaller")
_OWN_CALLERS = ("CurrentCaller", "FreshCaller", "ProfileCaller")
_CALLERS = (*_BOOK_CALLERS, *_OWN_CALLERS, "AdminCaller", "FreshAdminCaller")
_MODULE = '''\
"""{route}: say what it is for."""

{imports}

router = {router}


@router.{method}("{path}", status_code=204)
{signature}
    """Say to clients what it does."""


handler = lambda_handler(router)
'''
_TEST = '''\
"""{route}."""

from __future__ import annotations

import pytest

{imports}


def test_what_it_answers({user}: {user_type}) -> None:
    answer = {user}.request("{method}", PATH)
    assert (answer.status, answer.body) == (204, b"")
    pytest.fail(f"say what {{ROUTE}} answers: here, in the facts beside this test, and in the function")
'''
_STRANGER_TEST = """

def test_a_stranger_is_refused(client: Client) -> None:
    assert client.request("{method}", PATH).status == 401
"""
_FACTS = '''\
"""What the tests know of {route}."""

from __future__ import annotations

from tests.support.arrangements import VERIFIED
from tests.support.facts import EndpointFacts, Family, Visit
from tests.support.scenarios import of, {refusals}
from tests.support.use_cases import UseCase, request

PATH = "{sample_path}"
ROUTE = "{route}"

FACTS = EndpointFacts(
    family=Family.{family},
    sample_answer=401,
    journey=Visit(status=204),
    use_cases=(UseCase(name="{title}", arranged=VERIFIED, act=request("{method}", PATH)),),
    scenarios=(of(ROUTE, "204", *VERIFIED, path=PATH), *{refusals}(ROUTE)),
)
'''
_ANONYMOUS_FACTS = '''\
"""What the tests know of {route}."""

from __future__ import annotations

from tests.support.facts import EndpointFacts, Family
from tests.support.scenarios import of

PATH = "{sample_path}"
ROUTE = "{route}"

FACTS = EndpointFacts(
    family=Family.PUBLIC,
    sample_answer=204,
    anonymous=True,
    asks_nobody=True,
    scenarios=(of(ROUTE, "204", path=PATH, signed_in=False),),
)
'''


class ModuleTexts:
    """The modules of an endpoint, modelled on the source of its neighbour; ``others`` are those of all endpoints."""

    def __init__(self, endpoint: Endpoint, neighbour: str, others: Iterable[str] = ()) -> None:
        self._endpoint = endpoint
        self._others = others
        self._tree = ast.parse(neighbour)
        self._caller = next((name for name in _CALLERS if name in self._modules()), "")
        if self._caller in _BOOK_CALLERS:
            self._caller = _BOOK_CALLERS[0 if endpoint.reads else 1]
        sample_path = endpoint.path
        for parameter in endpoint.parameters:
            sample_path = sample_path.replace(f"{{{parameter}}}", SAMPLE_ID)
        self._names = {
            "area": endpoint.area,
            "file": endpoint.file,
            "method": endpoint.method,
            "path": endpoint.path,
            "route": endpoint.route,
            "sample_path": sample_path,
            "title": endpoint.title,
            "verb": endpoint.verb,
        }

    @property
    def is_anonymous(self) -> bool:
        """Whether the neighbour, and therefore the endpoint, needs no token."""
        return not self._caller

    def module(self) -> str:
        """Return the source of functions/<area>/<verb>.py."""
        router = self._router()
        parameters, imports = self._parameters()
        for module, names in self._imported(router.partition("(")[0], "lambda_handler", self._caller).items():
            imports.setdefault(module, set()).update(names)
        signature = f"async def {self._endpoint.verb}_of_{self._endpoint.area}({', '.join(parameters)}) -> None:"
        if len(signature) > _LINE_LENGTH:
            listed = "".join(f"    {parameter},\n" for parameter in parameters)
            signature = f"async def {self._endpoint.verb}_of_{self._endpoint.area}(\n{listed}) -> None:"
        return _MODULE.format(
            **self._names | {"method": self._endpoint.method.lower()},
            imports=_written(imports),
            router=router,
            signature=signature,
        )

    def test(self) -> str:
        """Return the source of tests/functions/<area>/test_<verb>.py."""
        imports = {"tests.support.client": "Client", f"tests.functions.{self._endpoint.name}": "PATH, ROUTE"}
        if not self.is_anonymous:
            imports["tests.functions.conftest"] = "Person"
        user = "client" if self.is_anonymous else "person"
        lines = (f"from {module} import {names}" for module, names in sorted(imports.items()))
        names = self._names | {"imports": "\n".join(lines), "user": user, "user_type": user.capitalize()}
        return (_TEST if self.is_anonymous else _TEST + _STRANGER_TEST).format(**names)

    def facts(self) -> str:
        """Return the source of tests/functions/<area>/<verb>.py."""
        if self.is_anonymous:
            return _ANONYMOUS_FACTS.format(**self._names)
        refusals = "strangers" if self._caller in _OWN_CALLERS else "refused"
        family = {"refused": ("WRITING", "READING"), "strangers": ("PROFILE_WRITING", "PROFILE")}[refusals]
        return _FACTS.format(**self._names, refusals=refusals, family=family[self._endpoint.reads])

    def _parameters(self) -> tuple[list[str], dict[str, set[str]]]:
        parameters, imports = [f"_caller: {self._caller}"] if self._caller else [], dict[str, set[str]]()
        declared = types_of_parameters(self._others)
        for name in self._endpoint.parameters:
            if name in declared:
                kind, module = declared[name]
                imports.setdefault(module, set()).add(kind)
            else:
                kind = f'Annotated[str, Path(alias="{name}", description="Say what it is.")]'
                imports |= {"typing": {"Annotated"}, "fastapi": {"Path"}}
            parameters.append(f"_{name}: {kind}")
        return parameters, imports

    def _router(self) -> str:
        """Return the expression that creates the neighbour's router, with its tag."""
        for node in self._tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "router":
                return ast.unparse(node.value).replace("'", '"')
        raise EndpointError(f"no module of functions/{self._endpoint.area} has a router whose form could be copied")

    def _imported(self, *names: str) -> dict[str, set[str]]:
        """Return the modules from which the neighbour imports these names, and ``annotations`` if it defers them."""
        found: dict[str, set[str]] = {}
        for name, module in self._modules().items():
            if name in {*names, "annotations"}:
                found.setdefault(module, set()).add(name)
        return found

    def _modules(self) -> dict[str, str]:
        return _modules_of(self._tree)


def types_of_parameters(sources: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the imported type of each parameter of the endpoints in ``sources``, and the module that it comes from."""
    types: dict[str, tuple[str, str]] = {}
    for tree in map(ast.parse, sources):
        modules = _modules_of(tree)
        for endpoint in (node for node in tree.body if isinstance(node, ast.AsyncFunctionDef)):
            for argument in endpoint.args.args:
                if isinstance(argument.annotation, ast.Name) and argument.annotation.id in modules:
                    types[argument.arg] = argument.annotation.id, modules[argument.annotation.id]
    return types


def _modules_of(tree: ast.Module) -> dict[str, str]:
    """Return the module that each imported name comes from."""
    imports = (node for node in tree.body if isinstance(node, ast.ImportFrom))
    return {alias.name: node.module or "" for node in imports for alias in node.names}


def _written(imports: Mapping[str, set[str]]) -> str:
    """Return imports as lines in groups: ``__future__``, the standard library, FastAPI, our own modules."""

    def group(module: str) -> int:
        return 0 if module == "__future__" else 1 if module == "typing" else 2 if module == "fastapi" else 3

    groups: dict[int, list[str]] = {}
    for module in sorted(imports):
        groups.setdefault(group(module), []).append(f"from {module} import {', '.join(sorted(imports[module]))}")
    return "\n\n".join("\n".join(lines) for _, lines in sorted(groups.items()))
