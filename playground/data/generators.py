"""Where data comes from: small sets written down, and formulas that draw samples from random numbers.

Generated samples lie in the square [-6, 6]² before noise. ``noise`` is a standard deviation: of the position for
classes, of the target for values. Classes are 0 and 1 in turn, so both are equally many; values are in [-1, 1].
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.core.activations import Array
from playground.data.dataset import Dataset

AREA = 6.0
"""Generated samples lie in [-AREA, AREA]² before noise."""

_REACH = 5.0  # the samples themselves keep a margin inside the area

Kind = Literal["classes", "values"]
Draw = Callable[[int, float, np.random.Generator], tuple[Array, Array]]


@dataclass(frozen=True)
class Generator:
    """A formula for samples.

    Attributes
    ----------
    name, title : str
        Its name in files, and what people read.
    n_inputs : int
        Features of a sample.
    kind : "classes" or "values"
        Targets are 0 and 1, or values in [-1, 1].
    draw : callable
        ``draw(samples, noise, rng) -> (inputs, targets)``.
    samples, noise
        Sensible defaults.
    """

    name: str
    title: str
    n_inputs: int
    kind: Kind
    draw: Draw
    samples: int = 200
    noise: float = 0.0

    def dataset(self, samples: int, noise: float, seed: int) -> Dataset:
        """Draw a dataset; the same numbers give the same samples."""
        return Dataset(self.name, *self.draw(samples, noise, np.random.default_rng(seed)))


def _labels(samples: int) -> Array:
    return np.arange(samples, dtype=np.float64) % 2.0


def _classes(x1: Array, x2: Array, labels: Array, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    inputs = np.column_stack([x1, x2])
    return inputs + rng.normal(0.0, noise, inputs.shape), labels[:, None]


def _values(inputs: Array, values: Array, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    return inputs, (values + rng.normal(0.0, noise, values.shape))[:, None]


def _circle(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """A disc of class 1 inside a ring of class 0."""
    labels = _labels(samples)
    inner, outer = np.where(labels == 1.0, 0.0, 3.5), np.where(labels == 1.0, 2.5, _REACH)
    radius = np.sqrt(rng.uniform(inner**2, outer**2))  # evenly over the area
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    return _classes(radius * np.cos(angle), radius * np.sin(angle), labels, noise, rng)


def _xor(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Class 1 where exactly one feature is positive, with a gap along the axes."""
    labels = _labels(samples)
    sign = np.where(rng.random(samples) < 0.5, -1.0, 1.0)
    x1 = sign * rng.uniform(0.3, _REACH, samples)
    x2 = np.where(labels == 1.0, -sign, sign) * rng.uniform(0.3, _REACH, samples)
    return _classes(x1, x2, labels, noise, rng)


def _gaussians(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two round clouds: class 0 about (-2, -2), class 1 about (2, 2)."""
    labels = _labels(samples)
    centre = 4.0 * labels - 2.0
    cloud = np.clip(rng.normal(0.0, 0.9, (2, samples)), -3.0, 3.0)
    return _classes(centre + cloud[0], centre + cloud[1], labels, noise, rng)


def _spiral(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two arms that wind around each other one and three quarter times."""
    labels = _labels(samples)
    way = (np.arange(samples) // 2 + rng.random(samples)) / ((samples + 1) // 2)  # 0 at the centre, 1 at the end
    radius = _REACH * way
    angle = 1.75 * 2.0 * np.pi * way + np.pi * labels
    return _classes(radius * np.sin(angle), radius * np.cos(angle), labels, noise, rng)


def _moons(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Two half circles that reach into each other."""
    labels = _labels(samples)
    angle = rng.uniform(0.0, np.pi, samples)
    upper = labels == 0.0
    x1 = np.where(upper, np.cos(angle) - 0.5, 0.5 - np.cos(angle))
    x2 = np.where(upper, np.sin(angle) - 0.25, 0.25 - np.sin(angle))
    return _classes(3.0 * x1, 3.0 * x2, labels, noise, rng)


def _plane(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """A slope: (x₁ + x₂) / 10."""
    inputs = rng.uniform(-_REACH, _REACH, (samples, 2))
    return _values(inputs, inputs.sum(axis=1) / (2.0 * _REACH), noise, rng)


def _multi_gaussian(samples: int, noise: float, rng: np.random.Generator) -> tuple[Array, Array]:
    """Three hills and three hollows in turn on a ring."""
    inputs = rng.uniform(-_REACH, _REACH, (samples, 2))
    values = np.zeros(samples)
    for place in range(6):
        angle = place * np.pi / 3.0
        centre = 3.5 * np.array([np.cos(angle), np.sin(angle)])
        distance = ((inputs - centre) ** 2).sum(axis=1)
        values += (-1.0) ** place * np.exp(-distance / (2.0 * 1.2**2))
    return _values(inputs, values, noise, rng)


GENERATORS: dict[str, Generator] = {
    generator.name: generator
    for generator in (
        Generator("circle", "Circle", 2, "classes", _circle),
        Generator("xor", "XOR quadrants", 2, "classes", _xor),
        Generator("gaussians", "Two clouds", 2, "classes", _gaussians),
        Generator("spiral", "Spiral", 2, "classes", _spiral),
        Generator("moons", "Moons", 2, "classes", _moons),
        Generator("plane", "Plane", 2, "values", _plane),
        Generator("multi-gaussian", "Hills and hollows", 2, "values", _multi_gaussian, samples=400),
    )
}
"""Every generator by name."""


def _gate(name: str, outputs: tuple[int, int, int, int]) -> Callable[[], Dataset]:
    """All four inputs of a gate, 00, 01, 10 and 11."""
    table = [(0, 0), (0, 1), (1, 0), (1, 1)]
    return lambda: Dataset(name, np.array(table, float), np.array(outputs, float)[:, None])


def _twice() -> Dataset:
    x = np.arange(5.0)[:, None]
    return Dataset("twice", x, 2.0 * x)


def _not() -> Dataset:
    return Dataset("not", np.array([[0.0], [1.0]]), np.array([[1.0], [0.0]]))


def _step() -> Dataset:
    x = np.array([-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0])[:, None]
    return Dataset("step", x, (x > 0.0).astype(np.float64))


def _sine() -> Dataset:
    x = np.arange(-3.0, 3.25, 0.25)[:, None]
    return Dataset("sine", x, 0.5 + 0.4 * np.sin(x))


FIXED: dict[str, Callable[[], Dataset]] = {
    "twice": _twice,
    "not": _not,
    "step": _step,
    "sine": _sine,
    "or": _gate("or", (0, 1, 1, 1)),
    "and": _gate("and", (0, 0, 0, 1)),
    "nand": _gate("nand", (1, 1, 1, 0)),
    "nor": _gate("nor", (1, 0, 0, 0)),
    "xor": _gate("xor", (0, 1, 1, 0)),
}
"""Small sets written down, by name."""


@dataclass(frozen=True)
class GalleryEntry:
    """One choice in the gallery of data.

    Attributes
    ----------
    key : str
        Unique in the gallery.
    title : str
        What people read.
    source : "inline" or "generator"
        Where it comes from, as in the experiment file.
    name : str
        Its name in ``FIXED`` or in ``GENERATORS``.
    """

    key: str
    title: str
    source: Literal["inline", "generator"]
    name: str

    def dataset(self, seed: int = 0) -> Dataset:
        """Its samples; for a generator with its defaults and ``seed``. Good for a thumbnail too."""
        if self.source == "inline":
            return FIXED[self.name]()
        generator = GENERATORS[self.name]
        return generator.dataset(generator.samples, generator.noise, seed)


_FIXED_TITLES = {
    "twice": "Twice: y = 2x",
    "not": "NOT",
    "step": "Step",
    "sine": "Sine",
    "or": "OR",
    "and": "AND",
    "nand": "NAND",
    "nor": "NOR",
    "xor": "XOR",
}

GALLERY: tuple[GalleryEntry, ...] = (
    *(GalleryEntry(name, title, "inline", name) for name, title in _FIXED_TITLES.items()),
    *(
        GalleryEntry(f"{name}-quadrants" if name in FIXED else name, generator.title, "generator", name)
        for name, generator in GENERATORS.items()
    ),
)
"""Every choice of data in order: one input first, then the gates, then the generators."""
