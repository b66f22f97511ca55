"""The check question of every lecture, by slug; answers are computed on first use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from mvcalc.errors import RangeError, names_parameters
from mvcalc.quiz import calculus, learning
from mvcalc.quiz.answers import Answer


@dataclass(frozen=True, slots=True)
class Question:
    """One check question.

    Attributes:
        id: the lecture's slug.
        lecture: its number in the course, "O1" and "O2" for the optional ones.
        text: the question, in plain words.
        compute: makes the answer.
    """

    id: str
    lecture: str
    text: str
    compute: Callable[[], Answer]

    @property
    def answer(self) -> Answer:
        """The right answer, computed once per process."""
        return _computed(self.id)


_ALL: tuple[tuple[str, str, str, Callable[[], Answer]], ...] = (
    (
        "rise-over-run",
        "1",
        "What is the secant slope of x² at 3 with run 1/10, and by how much does it miss?",
        calculus.rise_over_run,
    ),
    (
        "special-functions",
        "2",
        "What is the 2026th derivative of sin x at π/6?",
        calculus.special_functions,
    ),
    ("product-rule", "3", "What is the slope of x² sin x at π?", calculus.product_rule),
    ("chain-rule", "4", "What is the slope of √(1 + x²) at 3/4?", calculus.chain_rule),
    (
        "taming-a-beast",
        "5",
        "What is the slope of sin(2x⁵ + 3x)·e^(−7x) at 0?",
        calculus.taming_a_beast,
    ),
    (
        "partial-derivatives",
        "6",
        "For x²y − y³/3, what is the derivative in y and then x at (1, 2)?",
        calculus.partial_derivatives,
    ),
    (
        "gradient-and-contours",
        "7",
        "At (1, 0), how steep is x² + xy + y² in direction (3/5, 4/5)?",
        calculus.gradient_and_contours,
    ),
    (
        "jacobian-matrix",
        "8",
        "By what factor do polar coordinates stretch area at r = 3?",
        calculus.jacobian_matrix,
    ),
    (
        "sandpit",
        "9",
        "Level 1 has slopes (−14/5, −6/5) at (0, 0) and (6/5, −6/5) at (6, 0). "
        "Where is the lowest point?",
        calculus.sandpit,
    ),
    (
        "hessian-and-curvature",
        "10",
        "For x² + 4xy + y² at 0: which eigenvalues has the Hessian, and what is this point?",
        calculus.hessian_and_curvature,
    ),
    (
        "reality-is-hard",
        "11",
        "By how much does the central difference of x³ with h = 1/10 miss?",
        calculus.reality_is_hard,
    ),
    (
        "multivariate-chain-rule",
        "12",
        "With x = t² and y = 1/t, what is the rate of xy at t = 2?",
        calculus.multivariate_chain_rule,
    ),
    (
        "neuron-as-function",
        "13",
        "At z = ln 3, what are σ and σ′?",
        calculus.neuron_as_function,
    ),
    (
        "backprop-flow",
        "14",
        "A 1–1–1 logistic network has a₀ = 1, w₁ = ln 3, w₂ = (4/3) ln 3, no biases and cost "
        "(a₂ − 1)². What are ∂C/∂w₂ and ∂C/∂w₁?",
        calculus.backprop_flow,
    ),
    (
        "training-a-network",
        "15",
        "For C = (w − 3)², rate 1/4 and start 0: how far from 3 is w after 10 steps?",
        calculus.training_a_network,
    ),
    (
        "automatic-differentiation",
        "16",
        "How many sweeps does the gradient of a function of 1000 variables take, forward and "
        "in reverse?",
        calculus.automatic_differentiation,
    ),
    ("power-series", "17", "What is the coefficient of x⁵ in tan x?", calculus.power_series),
    (
        "taylor-remainder",
        "18",
        "Which is the smallest degree that guarantees an error below 10⁻⁶ for eˣ on [−1, 1]?",
        calculus.taylor_remainder,
    ),
    (
        "taylor-convergence",
        "19",
        "What is the radius of convergence of 1/(1 + x²) about 1?",
        calculus.taylor_convergence,
    ),
    (
        "multivariate-taylor",
        "20",
        "What does the second-order model of x²y at (1, 1) give at offset (1/10, 1/10), "
        "and what is missing?",
        calculus.multivariate_taylor,
    ),
    (
        "riemann-sums",
        "21",
        "How far below the area under x² on [0, 1] is the left sum with 10 bars?",
        calculus.riemann_sums,
    ),
    (
        "fundamental-theorem",
        "22",
        "What is the slope of the integral of cos t from 0 to x² at x = √π?",
        calculus.fundamental_theorem,
    ),
    (
        "double-integrals",
        "23",
        "What is the integral of xy over x, y ≥ 0, x + y ≤ 1?",
        calculus.double_integrals,
    ),
    (
        "change-of-variables",
        "24",
        "What is the area of x²/9 + y²/4 ≤ 1?",
        calculus.change_of_variables,
    ),
    (
        "newton-raphson",
        "25",
        "What is the third iterate of Newton's method for x² − 2 from 1?",
        learning.newton_raphson,
    ),
    (
        "gradient-descent",
        "26",
        "Which rates are stable for eigenvalues 1 and 10?",
        learning.gradient_descent,
    ),
    (
        "convexity-and-newton",
        "27",
        "Which eigenvalues has the Hessian of log(eˣ + eʸ) at 0, and is the function convex?",
        learning.convexity_and_newton,
    ),
    ("momentum", "28", "What is the best β for condition number 9?", learning.momentum),
    (
        "sgd-and-adam",
        "29",
        "What is Adam's first step for the gradient (3, −4) with rate 1/10 and ε = 0?",
        learning.sgd_and_adam,
    ),
    (
        "lagrange-multipliers",
        "30",
        "Which point of 3x + 4y = 25 is nearest to the origin, and what is λ for f = x² + y²?",
        learning.lagrange_multipliers,
    ),
    (
        "kkt-conditions",
        "31",
        "When (x − 2)² is minimised with x ≤ 1/2, what is μ?",
        learning.kkt_conditions,
    ),
    (
        "penalty-and-barrier",
        "O1",
        "Where is the minimiser of (x − 2)² with penalty ρ·max(0, x − 1)² for ρ = 9?",
        learning.penalty_and_barrier,
    ),
    (
        "least-squares-line",
        "32",
        "Which line fits Anscombe's first data set?",
        learning.least_squares_line,
    ),
    (
        "chi-squared",
        "33",
        "What is the smallest χ² of a mean for y = (1, 3), σ = (1, 2)?",
        learning.chi_squared,
    ),
    (
        "nonlinear-least-squares",
        "34",
        "Fit y = e^(bx) to the point (1, 2) from b = 0: what are the first two iterates of "
        "Gauss–Newton?",
        learning.nonlinear_least_squares,
    ),
    (
        "regression-in-practice",
        "35",
        "What is the exact sum of squared residuals of Anscombe's first data set?",
        learning.regression_in_practice,
    ),
    (
        "logistic-regression",
        "36",
        "For the hours data, what is the slope after the first Newton step from 0?",
        learning.logistic_regression,
    ),
    (
        "div-curl-laplacian",
        "O2",
        "At which r is the Laplacian of e^(−r²) zero?",
        calculus.div_curl_laplacian,
    ),
)

QUESTIONS: dict[str, Question] = {
    id: Question(id, lecture, text, compute) for id, lecture, text, compute in _ALL
}


@names_parameters
def question(id: str) -> Question:
    """The question of a lecture; raises RangeError if there is none."""
    if id not in QUESTIONS:
        raise RangeError(
            "there is no such question",
            param="question_id",
            value=str(id)[:40],
            hint="use a lecture's slug such as rise-over-run",
        )
    return QUESTIONS[id]


@cache
def _computed(id: str) -> Answer:
    return QUESTIONS[id].compute()
