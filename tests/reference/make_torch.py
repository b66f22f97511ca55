"""Record what PyTorch computes, so that tests have a referee without installing it.

    python tests/reference/make_torch.py        (needs torch 2.13, CPU, in any environment)

Everything is float64 and printed with repr, so a reader recovers every bit.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import torch

torch.set_default_dtype(torch.float64)

HEADER = {
    "source": f"PyTorch {torch.__version__}, CPU, float64",
    "licence": "computed values; PyTorch is BSD-3-Clause",
    "obtained": "tests/reference/make_torch.py",
}

FORMULAS: list[tuple[str, list[str], list[float]]] = [
    ("log(x1) + x1*x2 - sin(x2)", ["x1", "x2"], [2, 5]),
    ("exp(-x)*sin(x^2 + x)", ["x"], [0.75]),
    ("100*(y-x^2)^2 + (1-x)^2", ["x", "y"], [-1.2, 1]),
    ("(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2", ["x", "y"], [1, 1]),
    ("exp(x)*cos(y) + sqrt(1 + x^2*y^2)", ["x", "y"], [0.3, -0.7]),
    ("tanh(x*y) + atan(x/z) - erf(z*y)", ["x", "y", "z"], [0.5, 1.25, 2]),
    ("asin(x/3) + acos(y/4) + sinh(z)*cosh(x)", ["x", "y", "z"], [0.5, -1.25, 0.75]),
    ("(x^2 + y)^z / (1 + exp(-x*z))", ["x", "y", "z"], [1.5, 2, 0.5]),
    ("x^3*y^2/(z + x) + log(1 + y^2)*tan(x)", ["x", "y", "z"], [0.5, 2, 3]),
    ("x1*x2*x3*x4 + sin(x1 + x2)*cos(x3 - x4)", ["x1", "x2", "x3", "x4"], [1, 2, 3, 4]),
]

SURFACES: list[tuple[str, list[str], list[float], float]] = [
    ("x^2/2 + 5*y^2", ["x", "y"], [10, 1], 0.05),
    ("100*(y-x^2)^2 + (1-x)^2", ["x", "y"], [-1.2, 1], 0.0005),
    ("(1.5-x+x*y)^2 + (2.25-x+x*y^2)^2 + (2.625-x+x*y^3)^2", ["x", "y"], [1, 1.5], 0.001),
    ("x^2", ["x"], [1], 0.1),
    ("log(exp(x) + exp(-x)) + (x - y)^2/4 + sin(y)", ["x", "y"], [2, -1], 0.1),
]

OPTIMISERS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "gd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.99, "eps": 1e-8}),
    "adam": (torch.optim.Adam, {"betas": (0.9, 0.999), "eps": 1e-8}),
}

_WORDS = {
    name: getattr(torch, name)
    for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "asin", "acos", "atan", "sinh", "cosh")
} | {"tanh": torch.tanh, "erf": torch.erf}


def function(text: str, names: list[str]) -> Callable[[torch.Tensor], torch.Tensor]:
    """The formula as a torch function; only the fixed formulas above are ever read."""
    code = compile(text.replace("^", "**"), "formula", "eval")

    def call(point: torch.Tensor) -> torch.Tensor:
        scope = {**_WORDS, **dict(zip(names, point, strict=True))}
        value: torch.Tensor = eval(code, {"__builtins__": {}}, scope)  # noqa: S307
        return value

    return call


def tensor(numbers: Sequence[float]) -> torch.Tensor:
    return torch.tensor([float(v) for v in numbers], requires_grad=True)


def gradients() -> dict[str, Any]:
    cases = []
    for text, names, at in FORMULAS:
        f, point = function(text, names), tensor(at)
        value = f(point)
        (gradient,) = torch.autograd.grad(value, point)
        hessian = torch.autograd.functional.hessian(f, point)
        cases.append(
            {
                "formula": text,
                "vars": names,
                "point": at,
                "value": value.item(),
                "gradient": gradient.tolist(),
                "hessian": hessian.tolist(),
            }
        )
    return {**HEADER, "cases": cases}


def trajectories(steps: int = 25) -> dict[str, Any]:
    cases = []
    for text, names, start, rate in SURFACES:
        f = function(text, names)
        for method, (optimiser, options) in OPTIMISERS.items():
            point = tensor(start)
            walker = optimiser([point], lr=rate, **options)
            path, gradients = [point.tolist()], []
            for _ in range(steps):
                walker.zero_grad()
                f(point).backward()
                gradients.append(point.grad.tolist())
                walker.step()
                path.append(point.tolist())
            cases.append(
                {
                    "formula": text,
                    "vars": names,
                    "start": start,
                    "method": method,
                    "rate": rate,
                    "options": {
                        k: list(v) if isinstance(v, tuple) else v for k, v in options.items()
                    },
                    "path": path,
                    "gradients": gradients,
                }
            )
    return {**HEADER, "cases": cases}


ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "logistic": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "identity": lambda z: z,
    "square": lambda z: z * z,
}


def half_mse(a: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    return ((a - y) ** 2).sum(dim=1).mean() / 2


LOSSES: dict[str, Callable[[torch.Tensor, torch.Tensor], torch.Tensor]] = {
    "half-mse": half_mse,
    "mse": torch.nn.functional.mse_loss,
    "cross-entropy": lambda a, y: (
        torch.nn.functional.binary_cross_entropy(a, y, reduction="none").sum(dim=1).mean()
    ),
}

Layers = list[tuple[torch.Tensor, torch.Tensor]]


def random_layers(widths: list[int], generator: torch.Generator) -> Layers:
    layers = []
    for inputs, outputs in itertools.pairwise(widths):
        weight = torch.randn(outputs, inputs, generator=generator).mul(100).round().div(100)
        bias = torch.randn(outputs, generator=generator).mul(100).round().div(100)
        layers.append((weight.requires_grad_(), bias.requires_grad_()))
    return layers


def run(layers: Layers, kinds: list[str], x: torch.Tensor) -> torch.Tensor:
    for (weight, bias), kind in zip(layers, kinds, strict=True):
        x = ACTIVATIONS[kind](x @ weight.T + bias)
    return x


def listed(layers: Layers) -> dict[str, Any]:
    return {
        "weights": [weight.tolist() for weight, _ in layers],
        "biases": [bias.tolist() for _, bias in layers],
    }


NETWORKS = [
    ([2, 2, 2], ["logistic", "logistic"], "half-mse"),
    ([2, 3, 1], ["tanh", "logistic"], "cross-entropy"),
    ([3, 4, 2, 2], ["relu", "tanh", "identity"], "mse"),
    ([1, 6, 7, 2], ["logistic", "logistic", "logistic"], "half-mse"),
    ([2, 5, 3], ["square", "identity"], "half-mse"),
    ([2, 4, 3], ["relu", "logistic"], "cross-entropy"),
]


def networks() -> dict[str, Any]:
    generator = torch.Generator().manual_seed(1)
    cases = []
    for widths, kinds, loss in NETWORKS:
        layers = random_layers(widths, generator)
        x = torch.randn(1, widths[0], generator=generator).mul(100).round().div(100)
        y = torch.rand(1, widths[-1], generator=generator).mul(100).round().div(100)
        outputs = run(layers, kinds, x)
        cost = LOSSES[loss](outputs, y)
        flat = [tensor for layer in layers for tensor in layer]
        found = torch.autograd.grad(cost, flat)
        cases.append(
            {
                "activations": kinds,
                "loss": loss,
                **listed(layers),
                "x": x[0].tolist(),
                "y": y[0].tolist(),
                "outputs": outputs[0].tolist(),
                "cost": cost.item(),
                "weight_gradients": [g.tolist() for g in found[0::2]],
                "bias_gradients": [g.tolist() for g in found[1::2]],
            }
        )
    return {**HEADER, "cases": cases}


def training(steps: int = 40) -> dict[str, Any]:
    generator = torch.Generator().manual_seed(2)
    x = torch.randn(24, 2, generator=generator).mul(100).round().div(100)
    y = ((x[:, :1] * x[:, 1:]) > 0).double()
    cases = []
    for method, (optimiser, options) in OPTIMISERS.items():
        for loss, kinds in (
            ("cross-entropy", ["tanh", "logistic"]),
            ("half-mse", ["logistic", "logistic"]),
        ):
            layers = random_layers([2, 6, 1], generator)
            before = listed(layers)
            rate = 0.02 if method in {"rmsprop", "adam"} else 0.3
            walker = optimiser([t for layer in layers for t in layer], lr=rate, **options)
            losses = []
            for _ in range(steps):
                walker.zero_grad()
                cost = LOSSES[loss](run(layers, kinds, x), y)
                losses.append(cost.item())
                cost.backward()
                walker.step()
            after = LOSSES[loss](run(layers, kinds, x), y).item()
            cases.append(
                {
                    "optimiser": method,
                    "rate": rate,
                    "loss": loss,
                    "activations": kinds,
                    "before": before,
                    "losses": [*losses, after],
                    "after": listed(layers),
                }
            )
    return {**HEADER, "x": x.tolist(), "y": y.tolist(), "cases": cases}


def main(parts: Iterable[tuple[str, dict[str, Any]]]) -> None:
    folder = Path(__file__).parent / "torch"
    folder.mkdir(exist_ok=True)
    for name, content in parts:
        (folder / f"{name}.json").write_text(json.dumps(content) + "\n")


if __name__ == "__main__":
    main(
        [
            ("gradients", gradients()),
            ("trajectories", trajectories()),
            ("networks", networks()),
            ("training", training()),
        ]
    )
