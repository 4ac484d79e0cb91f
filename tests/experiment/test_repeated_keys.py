"""A key that is there twice is found, wherever it is and whatever the texts look like."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.experiment.repeated_keys import repeated_key

NAMES = st.text(st.sampled_from('ab"\\{}[]:, é\n'), max_size=4)
VALUES = st.recursive(
    st.none() | st.floats() | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
)


@given(VALUES, st.sampled_from([None, 2]), st.booleans())
def test_what_python_writes_has_no_key_twice(value, indent, ascii_only):
    assert repeated_key(json.dumps(value, indent=indent, ensure_ascii=ascii_only)) == ""


@given(NAMES, VALUES, VALUES)
def test_a_key_given_twice_is_found(name, one, other):
    key = json.dumps(name)
    text = f'{{"outer": [{{{key}: {json.dumps(one)}, "between": {{}}, {key}:{json.dumps(other)}}}]}}'
    if name != "between":
        assert repeated_key(text) == f"$.outer.{name}"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a": 1, "a": 1}', "$.a"),
        ('{"a": {"a": {"b": 1}, "b": 1}, "b": {"c": 2, "c": 3}}', "$.b.c"),
        ('{"a": "b", "b": "b"}', ""),
        ('["a", "a"]', ""),
        ("5", ""),
    ],
)
def test_where(text, path):
    assert repeated_key(text) == path
