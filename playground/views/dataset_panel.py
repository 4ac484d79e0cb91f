"""The data: the gallery, the generator's numbers and the tools to draw with."""

from typing import Any, Final

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.data.dataset import Dataset
from playground.data.generators import GALLERY, GalleryEntry
from playground.experiment.build import gallery_spec
from playground.experiment.experiment import Experiment, GeneratedData
from playground.session.session import Session
from playground.views.bounds import Bounds, adding, along
from playground.views.dataset_gallery import Gallery
from playground.views.drawing_tools import DrawingTools
from playground.views.fields import NumberField
from playground.views.numbers import format_count
from playground.views.panel import Panel
from playground.views.seed_field import SeedField
from playground.views.theme import Theme
from playground.views.tool_row import ToolRow

_SAMPLE_STOPS: Final = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
_TITLES: Final = {entry.key: entry.title.partition(":")[0] for entry in GALLERY}
_MOST_SAMPLES: Final = 100_000


def gallery_key(experiment: Experiment) -> str:
    """Which entry of the gallery the experiment's data are; "" for other data, such as drawn ones."""
    spec = experiment.dataset
    for entry in GALLERY:
        if entry.name != spec.name:
            continue
        if isinstance(spec, GeneratedData):
            if entry.source == "generator":
                return entry.key
        elif entry.source == "inline" and spec == gallery_spec(entry):
            return entry.key
    return ""


class DatasetPanel(Panel):
    """Chooses data, and holds the tools to draw them with.

    Parameters
    ----------
    session : Session
        What is shown and asked for changes.
    theme : Theme
        The look.
    tools : DrawingTools
        Shared with the prediction plot.
    """

    def __init__(self, session: Session, theme: Theme, tools: DrawingTools, parent: QWidget | None = None) -> None:
        super().__init__("Data", theme, parent)
        self.body.setSpacing(theme.px(6))
        self._session = session
        self.gallery = Gallery(theme)
        self.gallery.chosen.connect(self._on_chosen)
        self.body.addWidget(self.gallery)
        self.body.addWidget(self._generator_row())
        self.tool_row = ToolRow(session, theme, tools)
        self.body.addWidget(self.tool_row)
        self.body.addStretch(1)
        session.experiment_changed.connect(self._on_experiment_changed)
        self._on_experiment_changed(session.experiment)

    # ---- building ----

    def _generator_row(self) -> QWidget:
        """Samples, noise and seed beside one another."""
        self.samples_field = NumberField(Bounds(2, _MOST_SAMPLES, whole=True), along(tuple(map(float, _SAMPLE_STOPS))))
        self.noise_field = NumberField(Bounds(0.0), adding(0.05))
        self.seed_field = SeedField(self.theme)
        self.generator_row = QWidget()
        row = QHBoxLayout(self.generator_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.theme.px(4))
        fields: tuple[tuple[NumberField | SeedField, NumberField, str, int], ...] = (
            (self.samples_field, self.samples_field, "n", 25),
            (self.noise_field, self.noise_field, "noise", 34),
            (self.seed_field, self.seed_field.field, "seed", 36),
        )
        for widget, field, caption, share in fields:
            field.set_caption(caption)
            row.addWidget(widget, share)
        self.samples_field.setAccessibleName("Number of samples")
        self.noise_field.setAccessibleName("Noise")
        self.seed_field.field.setAccessibleName("Seed of the data")
        for edited, name in ((self.samples_field, "samples"), (self.noise_field, "noise"), (self.seed_field, "seed")):
            edited.edited.connect(lambda value, changed=name: self._redraw(**{changed: value}))
        self.samples_field.nudged.connect(lambda value: self._redraw(samples=value))
        self.noise_field.nudged.connect(lambda value: self._redraw(noise=value))
        self.seed_field.rolled.connect(self._on_rolled)
        return self.generator_row

    # ---- asking ----

    def _on_chosen(self, entry: GalleryEntry) -> None:
        current = self._session.experiment.dataset
        if not (entry.source == "generator" and isinstance(current, GeneratedData) and current.name == entry.name):
            self._session.choose_dataset(gallery_spec(entry))

    def _redraw(self, **changes: Any) -> None:
        spec = self._session.experiment.dataset
        if isinstance(spec, GeneratedData):
            self._session.choose_dataset(msgspec.structs.replace(spec, **changes))

    def _on_rolled(self) -> None:
        spec = self._session.experiment.dataset
        if isinstance(spec, GeneratedData):
            self._redraw(seed=spec.seed + 1)

    # ---- showing ----

    def _on_experiment_changed(self, experiment: Experiment) -> None:
        spec = experiment.dataset
        key = gallery_key(experiment)
        self.gallery.set_current(key)
        generated = isinstance(spec, GeneratedData)
        self.generator_row.setEnabled(generated)
        self._show_generator(spec if isinstance(spec, GeneratedData) else None)
        self._show_counts(key)

    def _show_generator(self, spec: GeneratedData | None) -> None:
        self.samples_field.set_value(spec.samples if spec else self._session.dataset.n_samples)
        self.noise_field.set_value(spec.noise if spec else 0.0)
        self.seed_field.field.set_value(spec.seed if spec else 0)
        reason = "" if spec else " For data drawn at random: circle, spiral and the like."
        self.samples_field.set_tip(f"How many samples are drawn.{reason}")
        self.noise_field.set_tip(f"How far samples stray from where they belong (standard deviation).{reason}")
        self.seed_field.set_tips(
            f"The random numbers the samples are drawn from; the same seed gives the same samples.{reason}",
            "Draw other samples.",
        )

    def _show_counts(self, key: str) -> None:
        session = self._session
        n_train, n_test = len(session.train_indices), len(session.test_indices)
        counts = f"train {format_count(n_train)} · test {format_count(n_test)}" if n_test else _samples(n_train)
        self.set_info(f"{self._name(session.dataset, key)} · {counts}", counts)

    def _name(self, dataset: Dataset, key: str) -> str:
        if key:
            return _TITLES[key]
        return f"{_TITLES[dataset.name]}, edited" if dataset.name in _TITLES else dataset.name


def _samples(count: int) -> str:
    return "1 sample" if count == 1 else f"{format_count(count)} samples"
