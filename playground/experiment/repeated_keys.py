"""Finds a key that an object of a JSON text has twice; parsers keep the last one and say nothing."""

import json
import re

_TOKEN = re.compile(r'(?P<text>"(?:[^"\\]|\\.)*+")(?P<colon>\s*:)?|[{}]')


def repeated_key(text: str) -> str:
    """Path of the first key that is there twice, such as ``$.model.layers``; empty if there is none.

    Parameters
    ----------
    text : str
        A whole JSON text, known to be valid. Its numbers, which may be millions, are skipped, not read.
    """
    objects: list[dict[str, None]] = []  # the keys so far of every object that is open
    for token in _TOKEN.finditer(text):
        if token["colon"]:
            key = json.loads(token["text"])
            if key in objects[-1]:
                outer = [next(reversed(keys)) for keys in objects[:-1] if keys]
                return ".".join(["$", *outer, key])
            objects[-1][key] = None
        elif token[0] == "{":
            objects.append({})
        elif token[0] == "}":
            objects.pop()
    return ""
