"""Keys and hashes of content, exactly as Evalstream's readers make them from the tools' own logs.

So that results that were streamed and results that were read from a log compare with one another:
eval/tests/content_keys.json holds examples both sides are tested with.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from decimal import Decimal
from typing import Iterable

# Names a data set gives to the place of an item, or that it may renumber at any time.
BOOKKEEPING = frozenset(
    "__index_level_0__ doc_id example_id guid id idx ind index item_id qid question_id row_id"
    " row_idx sample_id task_id uid uuid".split()
) | {"unnamed: 0"}
WHITE_SPACE = re.compile("[ \t\n\x0b\f\r\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
STRIPPED = " \x1c\x1d\x1e\x1f"
ADDRESS = re.compile(" at 0x[0-9a-fA-F]{6,}(?=>)")
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def plain(value: object, default=str) -> object:
    """A value as it is after a trip through JSON, numbers with a fraction exact."""
    text = json.dumps(value, default=default, ensure_ascii=False)
    return json.loads(text, parse_float=Decimal)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def digest(value: object) -> str:
    """SHA-256 (hex) over the canonical spelling of a value that went through `plain`."""
    return sha256(canonical(value))


def canonical(value: object) -> str:
    """JSON in one spelling: keys sorted, nulls in objects left out, texts in NFC with white space
    collapsed, numbers without zeros at their end."""
    if isinstance(value, dict):
        fields = sorted(
            (name for name, field in value.items() if field is not None),
            key=lambda name: name.encode("utf-16-be", "surrogatepass"),
        )
        return "{" + ",".join(f"{_quoted(name)}:{canonical(value[name])}" for name in fields) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(element) for element in value) + "]"
    if isinstance(value, str):
        return _quoted(_normalized(value))
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    return _number(value)


def _normalized(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    return WHITE_SPACE.sub(" ", ADDRESS.sub("", composed)).strip(STRIPPED)


def _quoted(text: str) -> str:
    return '"' + "".join(ESCAPES.get(c) or (c if c >= " " else f"\\u{ord(c):04X}") for c in text) + '"'


def _number(value: int | float | Decimal) -> str:
    if isinstance(value, float):
        # Only these are left as floats by `plain`.
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    sign, digits, exponent = Decimal(value).as_tuple()
    while len(digits) > 1 and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return "0" if digits == (0,) else str(Decimal((sign, digits, exponent)))


def content_key(doc: object) -> str:
    """SHA-256 (hex) over the content of an item, without its number in the data set."""
    value = plain(doc)
    if not isinstance(value, dict):
        return digest(value)
    content = {name: field for name, field in value.items() if name.lower() not in BOOKKEEPING}
    return digest(content if content else value)


def item_keys(docs: Iterable[object]) -> list[str]:
    """The key of each item of a task; further items of the same content have keys of their own."""
    met: dict[str, int] = {}
    keys = []
    for doc in docs:
        content = content_key(doc)
        met[content] = met.get(content, 0) + 1
        keys.append(content if met[content] == 1 else sha256(f"{content}#{met[content]}"))
    return keys


def dataset_digest(keys: Iterable[str]) -> str:
    """SHA-256 (hex) over the distinct keys of the items that are asked, in any order."""
    return sha256("".join(key + "\n" for key in sorted(set(keys))))
