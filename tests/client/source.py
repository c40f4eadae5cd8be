"""Write the typed client from the service's description: `python -m tests.client.source`."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from clairscore.api.openapi import described
from clairscore.api.routes import ROUTERS

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "clairscore" / "client"
WRITTEN = "Written by `python -m tests.client.source`; do not edit."
UNUSED = frozenset({"Problem", "JsonValue", "HTTPValidationError", "ValidationError"})
PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}

Schema = Mapping[str, Any]


def description() -> Schema:
    """The description of every route, without a service."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    app.router.routes.extend(route for router in ROUTERS for route in router.routes)
    return described(app)


def sources() -> dict[str, str]:
    """Each written file's text, by name."""
    document = description()
    return {
        "records.py": formatted(records_source(document)),
        "calls.py": formatted(calls_source(document)),
    }


def formatted(source: str) -> str:
    ruff = Path(sys.executable).with_name("ruff")
    asked = [str(ruff), "format", "--stdin-filename", str(PACKAGE / "written.py"), "-"]
    return subprocess.run(asked, input=source, capture_output=True, text=True, check=True).stdout


def records_source(document: Schema) -> str:
    schemas = {
        name: schema
        for name, schema in document["components"]["schemas"].items()
        if name not in UNUSED
    }
    parts = [
        f'"""What the service is asked and answers, as frozen records.\n\n{WRITTEN}\n"""',
        "from __future__ import annotations\n\n"
        "from collections.abc import Mapping\nfrom dataclasses import dataclass\n"
        "from typing import Literal\n\nfrom pydantic import JsonValue",
        *(record_source(name, schema) for name, schema in schemas.items()),
    ]
    return "\n\n\n".join(parts) + "\n"


def record_source(name: str, schema: Schema) -> str:
    about = sentence(schema.get("description", "") or f"{name}.")
    required = set(schema.get("required", ()))
    fields = sorted(schema["properties"].items(), key=lambda field: field[0] not in required)
    lines = [
        f"    {field}: {type_of(each)}" if field in required else f"    {field}: {left_out(each)}"
        for field, each in fields
    ]
    return "\n".join(
        [
            "@dataclass(frozen=True, slots=True, kw_only=True)",
            f"class {record_name(name)}:",
            docstring(about, 4),
            "",
            *lines,
        ]
    )


def left_out(schema: Schema) -> str:
    """The type of a field that may be left out, and what it is then."""
    found = schema.get("default")
    return f"{optional(type_of(schema)) if found is None else type_of(schema)} = {found!r}"


def record_name(name: str) -> str:
    """`Page_Line_` is a page of lines."""
    page = re.fullmatch(r"Page_(\w+)_", name)
    return f"{page[1]}Page" if page else name


def type_of(schema: Schema) -> str:
    """The Python type of a schema's values."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return "JsonValue" if name == "JsonValue" else record_name(name)
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(each) for each in schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        words = schema.get("enum", [schema.get("const")])
        return f"Literal[{', '.join(map(repr, words))}]"
    if "prefixItems" in schema:
        return f"tuple[{', '.join(type_of(each) for each in schema['prefixItems'])}]"
    if schema.get("type") == "array":
        return f"tuple[{type_of(schema['items'])}, ...]"
    if schema.get("type") == "object":
        values = schema.get("additionalProperties")
        return f"Mapping[str, {type_of(values) if isinstance(values, dict) else 'JsonValue'}]"
    return PLAIN.get(schema.get("type", ""), "JsonValue")


def calls_source(document: Schema) -> str:
    methods = [
        call_source(method, path, operation, document)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]
    plain = re.sub(r"'[^']*'|\"[^\"]*\"", "", "\n".join(methods))
    names = sorted(set(re.findall(r"\b[A-Z]\w+", plain)))
    known = {record_name(name) for name in document["components"]["schemas"]} - UNUSED
    used = ", ".join(name for name in names if name in known)
    head = f'''"""Every operation of the service, as one method.

{WRITTEN}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import JsonValue

from clairscore.client.records import ({used})
from clairscore.client.transport import Transport, Versioned, placed


class Client(Transport):
    """The service for one caller: `Client(http, token)`; without a token, for anybody."""
'''
    unused = [word for word in ("Mapping", "Literal", "JsonValue") if word not in "".join(methods)]
    for word in unused:
        head = re.sub(rf"^from \S+ import {word}\n", "", head, flags=re.MULTILINE)
    return head + "\n".join(methods)


def call_source(method: str, path: str, operation: Schema, document: Schema) -> str:
    given = operation.get("parameters", ())
    places = [each for each in given if each["in"] == "path"]
    query = [each for each in given if each["in"] == "query"]
    headers = [each for each in given if each["in"] == "header"]
    body = list(body_fields(operation, document))
    signature = [f"{each['name']}: {type_of(each['schema'])}" for each in places]
    keywords = [
        *(argument(name, each, needed) for name, each, needed in body),
        *(argument(each["name"], each["schema"], each.get("required", False)) for each in query),
        *(argument(snake(each["name"]), each["schema"], False) for each in headers),
    ]
    keywords.sort(key=lambda text: " = " in text)
    arguments = ["self", *signature, *(["*", *keywords] if keywords else [])]
    parts = [
        filled("body", [(name, name) for name, _, _ in body], "requestBody" in operation),
        filled("query", [(each["name"], each["name"]) for each in query], False),
        filled("headers", [(each["name"], snake(each["name"])) for each in headers], False),
    ]
    kind, answer, how = answered(operation)
    sent = ", ".join([*kind, repr(method.upper()), address(path, places), *filter(None, parts)])
    back = "" if how == "nothing" else "return "
    return f"""
    def {operation["operationId"]}({", ".join(arguments)}) -> {answer}:
{docstring(sentence(operation["description"]), 8)}
        {back}self.{how}({sent})
"""


def body_fields(operation: Schema, document: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Name, schema and need of each field of the body."""
    if "requestBody" not in operation:
        return
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    found = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for name, each in found["properties"].items():
        yield name, each, name in found.get("required", ())


def argument(name: str, schema: Schema, needed: bool) -> str:
    kind = type_of(schema)
    if needed:
        return f"{name}: {kind}"
    return f"{name}: {optional(kind)} = None"


def optional(kind: str) -> str:
    """The type, or None."""
    return kind if kind == "None" or kind.endswith(" | None") else f"{kind} | None"


def filled(part: str, names: list[tuple[str, str]], always: bool) -> str:
    if not names and not always:
        return ""
    return f"{part}={{{', '.join(f'{name!r}: {value}' for name, value in names)}}}"


def address(path: str, places: list[Schema]) -> str:
    for each in places:
        path = path.replace(f"{{{each['name']}}}", f"{{placed({each['name']})}}")
    return f'f"{path}"' if places else repr(path)


def answered(operation: Schema) -> tuple[list[str], str, str]:
    """What is told of the record, the type of the answer, and the way it is read."""
    good = next(each for status, each in operation["responses"].items() if status < "400")
    content = good.get("content", {})
    if not content:
        return [], "None", "nothing"
    if "application/json" not in content:
        return [], "bytes", "content"
    kind = type_of(content["application/json"]["schema"])
    if "headers" in good:
        return [kind], f"Versioned[{kind}]", "versioned"
    return [kind], kind, "record"


def snake(name: str) -> str:
    found = name.lower().replace("-", "_")
    return f"{found}_" if keyword.iskeyword(found) else found


def sentence(text: str) -> str:
    """The first paragraph of a description, on one line."""
    return " ".join(text.split("\n\n")[0].split())


def docstring(text: str, indent: int) -> str:
    folded = textwrap.wrap(text, 94 - indent)
    lines = [f'"""{folded[0]}', *folded[1:]]
    closing = '"""' if len(folded) == 1 else '\n"""'
    return textwrap.indent("\n".join(lines) + closing, " " * indent)


def main() -> None:
    for name, text in sources().items():
        (PACKAGE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
