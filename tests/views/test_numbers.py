"""Numbers as people read and type them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.numbers import format_count, format_exact, format_number, format_rate, parse_number

finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0139, "0.01390"),
        (12345.6, "12,346"),
        (1.23e-5, "1.230·10⁻⁵"),
        (-8.1, "−8.100"),
        (0.0, "0"),
        (-0.0, "0"),
        (0.99996, "1.000"),
        (9.9999e-5, "0.0001000"),
        (999_999.9, "1.000·10⁶"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_a_number_is_written_with_four_significant_digits(value: float, text: str):
    assert format_number(value) == text


def test_a_sign_can_be_asked_for():
    assert [format_number(value, 3, signed=True) for value in (5.8, -2.4, 0.0)] == ["+5.80", "−2.40", "0"]


@given(finite, st.integers(1, 17))
def test_what_is_written_is_read_back_to_its_digits(value: float, digits: int):
    text = format_number(value, digits)
    assert "-" not in text
    if math.isfinite(float(f"{value:.{digits - 1}e}")):
        assert math.isclose(parse_number(text), value, rel_tol=0.5000001 * 10 ** (1 - digits), abs_tol=0)


@given(finite)
def test_the_exact_text_is_read_back_as_the_very_same_value(value: float):
    assert parse_number(format_exact(value)) == value


@given(finite)
def test_the_exact_text_is_never_longer_than_needed(value: float):
    digits = [letter for letter in format_exact(value).partition("·")[0] if letter.isdigit()]
    assert len(digits) <= 17 + 5  # 17 digits hold any float; small ones have zeros in front


@given(st.floats(0.1, 0.9999), st.floats(0.1, 0.9999))
def test_live_numbers_of_one_size_keep_their_width(one: float, other: float):
    assert len(format_number(one)) == len(format_number(other)) or 1.0 in (round(one, 4), round(other, 4))


@given(st.integers(-(10**18), 10**18))
def test_whole_numbers_have_their_thousands_apart(count: int):
    text = format_count(count)
    assert int(text.replace(",", "").replace("−", "-")) == count
    assert all(len(group) == 3 for group in text.split(",")[1:])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e-3", 0.001),
        ("−0.5", -0.5),
        ("-.5", -0.5),
        ("1.2·10⁻⁵", 1.2e-5),
        ("1.2×10^-5", 1.2e-5),
        ("2*10**3", 2000),
        ("10⁻³", 0.001),
        ("10^4", 10_000),
        ("−10⁴", -10_000),
        ("1,203", 1203),
        ("1,203.5", 1203.5),
        ("0,5", 0.5),
        (" 1 000 ", 1000),
        ("1/12", 1 / 12),
        ("+3", 3),
        ("10", 10),
        ("103", 103),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: float):
    assert parse_number(text) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1.2.3", "nan", "inf", "∞", "1e999", "1/0", "1e", "2*105", "10-3", "0x10", "1_000", "1,2,3"]
)
def test_what_is_no_finite_number_is_refused_in_words(text: str):
    with pytest.raises(ValueError, match=r"is not a number|is too large"):
        parse_number(text)


@pytest.mark.parametrize(
    ("speed", "text"),
    [
        (None, "unlimited"),
        (1.0, "1 step/s"),
        (2.0, "2 steps/s"),
        (2.5, "2.5 steps/s"),
        (997.8, "998 steps/s"),
        (123_456.0, "123,000 steps/s"),
        (2.345e6, "2.35 million steps/s"),
    ],
)
def test_speeds_are_short(speed: float | None, text: str):
    assert format_rate(speed) == text
