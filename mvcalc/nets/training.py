"""Training in float64: every number here is a machine value, and says so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mvcalc.autodiff.arithmetic import Floats
from mvcalc.errors import BudgetError, RangeError, names_parameters
from mvcalc.expr import rational
from mvcalc.nets.datasets import Dataset
from mvcalc.nets.loss import Loss, check_cross_entropy, read_loss
from mvcalc.nets.machine import MachineNet, packed
from mvcalc.nets.network import MLP
from mvcalc.nets.optimisers import Rule, Settings, rule
from mvcalc.outcome import Outcome

MAX_EPOCHS = 5_000
MAX_WORK = 2_000_000_000
MAX_SNAPSHOTS = 200
_EXPLODED = 1e12


@dataclass(frozen=True, slots=True)
class Epoch:
    """What was measured after ``k`` passes over the training data (machine values).

    ``holdout_loss`` is None without hold-out data; the accuracies are shares of correct labels,
    None unless the data are classes.
    """

    k: int
    loss: float
    holdout_loss: float | None
    accuracy: float | None
    holdout_accuracy: float | None
    gradient_norm: float


@dataclass(frozen=True, slots=True)
class TrainingPath:
    """A training run.

    Attributes:
        net: shapes, activations and loss; ``net.outputs(weights, inputs)`` evaluates it.
        epochs: one record per epoch, the untrained network first.
        snapshots: (epoch, weights (w,)) at about equal distances, the first and last included.
        train, holdout: the two parts of the data; ``holdout`` is None when the share is 0.
        outcome: CONVERGED (gradient practically 0), DIVERGED, or SLOW (all epochs used).
        reason: how it ended, in one sentence.
    """

    net: MachineNet
    epochs: tuple[Epoch, ...]
    snapshots: tuple[tuple[int, Floats], ...]
    train: Dataset
    holdout: Dataset | None
    outcome: Outcome
    reason: str

    @property
    def weights(self) -> Floats:
        """The last weights (w,)."""
        return self.snapshots[-1][1]


@names_parameters
def train(
    net: MLP,
    data: Dataset,
    optimiser: str = "gd",
    epochs: int = 400,
    batch: int | None = None,
    seed: int = 1,
    *,
    loss: str | Loss | None = None,
    holdout: object = 0,
    **settings: object,
) -> TrainingPath:
    """Train from the network's own weights.

    Args:
        net: start.
        data: examples.
        optimiser: gd, sgd, momentum, nesterov, rmsprop or adam.
        epochs: passes over the training data, 1…5000.
        batch: examples per step; None takes all at once.
        seed: fixes the hold-out choice and the order of batches.
        loss: default cross-entropy for classes with logistic outputs, otherwise half-mse.
        holdout: share of the data kept for testing, 0…1/2.
        settings: rate, beta, betas, decay, eps (see ``Settings``).

    Raises:
        RangeError: shapes that do not fit, or a setting outside its range.
        BudgetError: more work than would finish in reasonable time.
    """
    machine = _machine(net, data, loss)
    _check_budget(machine, data, epochs)
    source = np.random.default_rng(seed)
    kept, tested = _split(data, holdout, source)
    size = _batch_size(batch, len(kept))
    run = _Run(machine, kept, tested, size, source, rule(optimiser, Settings.of(settings)))
    return run.path(packed(net), epochs)


@dataclass(frozen=True, slots=True)
class _Run:
    """Everything that stays the same from epoch to epoch."""

    net: MachineNet
    kept: Dataset
    tested: Dataset | None
    size: int
    source: np.random.Generator
    update: Rule

    def path(self, weights: Floats, epochs: int) -> TrainingPath:
        """Train for all epochs, or until the loss explodes or the gradient vanishes."""
        record, slope = self.measure(0, weights)
        records, snapshots = [record], [(0, weights)]
        shown = _snapshot_epochs(epochs)
        outcome, reason = Outcome.SLOW, "all epochs were used"
        for k in range(1, epochs + 1):
            with np.errstate(all="ignore"):
                if self.size == len(self.kept):
                    weights = self.update(weights, slope)
                else:
                    weights = self.one_pass(weights)
                record, slope = self.measure(k, weights)
            records.append(record)
            ending = _ending(record)
            if k in shown or ending is not None:
                snapshots.append((k, weights))
            if ending is not None:
                outcome, reason = ending
                break
        return TrainingPath(
            self.net, tuple(records), tuple(snapshots), self.kept, self.tested, outcome, reason
        )

    def one_pass(self, weights: Floats) -> Floats:
        """One epoch of mini-batches in random order."""
        order = self.source.permutation(len(self.kept))
        for start in range(0, len(order), self.size):
            part = order[start : start + self.size]
            _, gradient = self.net.gradient(
                weights, self.kept.inputs[part], self.kept.targets[part]
            )
            weights = self.update(weights, gradient)
        return weights

    def measure(self, k: int, weights: Floats) -> tuple[Epoch, Floats]:
        """The record of an epoch, and the gradient (w,) on all training data."""
        net, kept, tested = self.net, self.kept, self.tested
        loss, gradient = net.gradient(weights, kept.inputs, kept.targets)
        held = None if tested is None else net.cost(weights, tested.inputs, tested.targets)
        record = Epoch(
            k=k,
            loss=loss,
            holdout_loss=held,
            accuracy=_accuracy(net, weights, kept),
            holdout_accuracy=None if tested is None else _accuracy(net, weights, tested),
            gradient_norm=float(np.sqrt(gradient @ gradient)),
        )
        return record, gradient


def _batch_size(batch: int | None, count: int) -> int:
    size = count if batch is None else batch
    if isinstance(size, bool) or not 1 <= size <= count:
        raise RangeError(
            f"a batch of {batch} does not fit {count} training points",
            param="batch",
            value=batch,
            hint=f"use 1 to {count}",
        )
    return size


def _machine(net: MLP, data: Dataset, loss: str | Loss | None) -> MachineNet:
    shape = (data.inputs.shape[1], data.targets.shape[1])
    if shape != (net.layers[0], net.layers[-1]):
        raise RangeError(
            f"the data have {shape[0]} inputs and {shape[1]} outputs but the network has "
            f"{net.layers[0]} and {net.layers[-1]}",
            param="layers",
            value=list(net.layers),
            hint=f"[{shape[0]}, 6, {shape[1]}]",
        )
    if not (np.isfinite(data.inputs).all() and np.isfinite(data.targets).all()):
        row = int(np.argmin(np.isfinite(data.inputs).all(1) & np.isfinite(data.targets).all(1)))
        raise RangeError(f"row {row + 1} of the data is not a finite number", hint="remove it")
    logistic = net.activations[-1] == "logistic"
    default = Loss.CROSS_ENTROPY if data.classes and logistic else Loss.HALF_MSE
    kind = default if loss is None else read_loss(loss)
    if kind is Loss.CROSS_ENTROPY:
        check_cross_entropy(net)
        if not ((data.targets >= 0) & (data.targets <= 1)).all():
            raise RangeError("cross-entropy needs targets from 0 to 1", param="loss", value=kind)
    return MachineNet(net.layers, net.activations, kind)


def _check_budget(machine: MachineNet, data: Dataset, epochs: int) -> None:
    if isinstance(epochs, bool) or not 1 <= epochs <= MAX_EPOCHS:
        raise RangeError(
            f"the number of epochs is not from 1 to {MAX_EPOCHS}",
            param="epochs",
            value=epochs,
            hint="400",
        )
    work = machine.size * len(data) * epochs
    if work > MAX_WORK:
        raise BudgetError(
            "training would take too long",
            param="epochs",
            value=epochs,
            limit=MAX_WORK,
            needed=work,
            hint=f"use at most {max(1, MAX_WORK // (machine.size * len(data)))} epochs",
        )


def _split(
    data: Dataset, holdout: object, source: np.random.Generator
) -> tuple[Dataset, Dataset | None]:
    share = rational(holdout)
    if not 0 <= 2 * share <= 1:
        raise RangeError(
            "the hold-out share is not from 0 to 1/2", param="holdout", value=holdout, hint="1/4"
        )
    count = round(share * len(data))
    if count == 0:
        return data, None
    order = source.permutation(len(data))

    def part(rows: Floats) -> Dataset:
        return Dataset(data.name, data.inputs[rows], data.targets[rows], data.classes)

    return part(np.sort(order[count:])), part(np.sort(order[:count]))


def _snapshot_epochs(epochs: int) -> set[int]:
    count = min(epochs, MAX_SNAPSHOTS)
    return {round(k * epochs / count) for k in range(1, count + 1)}


def _accuracy(net: MachineNet, weights: Floats, data: Dataset) -> float | None:
    if not data.classes:
        return None
    return float(((net.outputs(weights, data.inputs) > 0.5) == (data.targets > 0.5)).mean())


def _ending(last: Epoch) -> tuple[Outcome, str] | None:
    if not (np.isfinite(last.loss) and np.isfinite(last.gradient_norm)) or last.loss > _EXPLODED:
        return Outcome.DIVERGED, "the loss grew without limit"
    if last.gradient_norm < 1e-12:
        return Outcome.CONVERGED, "the gradient vanished"
    return None
