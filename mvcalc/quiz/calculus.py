"""Answers to the check questions of lectures 1 to 24 and O2, computed when asked for."""

from __future__ import annotations

import sympy

from mvcalc.expr import Function, evaluate, number, parse
from mvcalc.quiz.answers import Answer, values

XY = ("x", "y")


def _slope(text: str, x0: object) -> sympy.Expr:
    from mvcalc.rules import derive

    f = parse(text)
    return evaluate(f.with_expr(derive(f, "x").simplified), x0)


def rise_over_run() -> Answer:
    from mvcalc.secants import secant

    found = secant(parse("x^2"), 3, "1/10")
    return values(found.slope, found.error)


def special_functions() -> Answer:
    from mvcalc.rules import nth_derivative

    return values(evaluate(Function.of(nth_derivative(parse("sin(x)"), "x", 2026), ("x",)), "pi/6"))


def product_rule() -> Answer:
    return values(_slope("x^2*sin(x)", "pi"))


def chain_rule() -> Answer:
    return values(_slope("sqrt(1 + x^2)", "3/4"))


def taming_a_beast() -> Answer:
    return values(_slope("sin(2*x^5 + 3*x)*exp(-7*x)", 0))


def partial_derivatives() -> Answer:
    from mvcalc.multi import partial

    return values(partial(parse("x^2*y - y^3/3", XY), "y", "x", point=(1, 2)))


def gradient_and_contours() -> Answer:
    from mvcalc.multi import directional

    return values(directional(parse("x^2 + x*y + y^2", XY), (1, 0), ("3/5", "4/5")))


def jacobian_matrix() -> Answer:
    from mvcalc.multi import jacobian

    polar = (parse("r*cos(t)", ("r", "t")), parse("r*sin(t)", ("r", "t")))
    area = sympy.trigsimp(jacobian(polar).det())
    return values(evaluate(Function.of(area, ("r", "t")), (3, 0)))


def sandpit() -> Answer:
    """The lines through two dips of the round bowl, along the slopes, cross at the bottom."""
    from mvcalc.sandpit import Session

    game = Session(1)
    first, second = game.dip(0, 0), game.dip(6, 0)
    a, b = first.gradient, second.gradient
    if a is None or b is None:
        raise AssertionError("level 1 shows slopes")
    lines = sympy.Matrix([[a[1], -a[0]], [b[1], -b[0]]])
    right = [p.point[0] * g[1] - p.point[1] * g[0] for p, g in ((first, a), (second, b))]
    return values(*lines.LUsolve(sympy.Matrix(right)))


def hessian_and_curvature() -> Answer:
    from mvcalc.multi import eigen_sym, hessian

    pairs = eigen_sym(hessian(parse("x^2 + 4*x*y + y^2", XY), (0, 0)))
    signs = {sympy.sign(pair.value) for pair in pairs}
    kind = "saddle" if len(signs) == 2 else ("bowl" if 1 in signs else "dome")
    word = (kind, f"{kind} point")
    return Answer(tuple(pair.value for pair in pairs), ordered=False, words=(word,))


def reality_is_hard() -> Answer:
    cube, x0, h = parse("x^3"), number(1), number("1/10")
    central = (evaluate(cube, x0 + h) - evaluate(cube, x0 - h)) / (2 * h)
    return values(central - _slope("x^3", x0))


def multivariate_chain_rule() -> Answer:
    from mvcalc.multi import total_derivative

    path = (parse("t^2", ("t",)), parse("1/t", ("t",)))
    return values(total_derivative(parse("x*y", XY), path, 2).total)


def neuron_as_function() -> Answer:
    sigmoid = parse("sigmoid(x)")
    return values(evaluate(sigmoid, "ln(3)"), _slope("sigmoid(x)", "ln(3)"))


def backprop_flow() -> Answer:
    from mvcalc.nets import MLP, backprop

    net = MLP.of([[["ln(3)"]], [["4/3*ln(3)"]]])
    flow = backprop(net, [1], [1], "mse")
    return values(flow.edges[2, 0, 0].gradient, flow.edges[1, 0, 0].gradient)


def training_a_network() -> Answer:
    from mvcalc.descent import Stop, descend

    path = descend(parse("(x - 3)^2"), 0, "gd", Stop(max_steps=10), rate="1/4")
    [end] = path.end
    return values(abs(number(end) - 3))


def automatic_differentiation() -> Answer:
    """Sweeps grow with the inputs in forward mode and with the outputs in reverse mode."""
    from mvcalc.autodiff import costs, trace

    names = [f"x{i}" for i in range(1, 4)]
    count = costs(trace(parse("x1*x2*x3", names), (1, 2, 3)))
    per_input = sympy.Rational(count.forward_sweeps, len(names))
    return values(1000 * per_input, count.reverse_sweeps)


def power_series() -> Answer:
    from mvcalc.series import taylor

    return values(taylor(parse("tan(x)"), 0, 5).coefficients[5])


def taylor_remainder() -> Answer:
    from mvcalc.series import degree_for

    return values(degree_for(parse("exp(x)"), 0, (-1, 1), "10^-6"))


def taylor_convergence() -> Answer:
    from mvcalc.series import radius

    return values(radius(parse("1/(1 + x^2)"), 1).value)


def multivariate_taylor() -> Answer:
    from mvcalc.multi import gradient, hessian

    f, p, step = parse("x^2*y", XY), (1, 1), sympy.Matrix([sympy.Rational(1, 10)] * 2)
    g, H = sympy.Matrix(gradient(f, p)), sympy.Matrix(hessian(f, p))
    flat = g.reshape(1, 2)
    model = evaluate(f, p) + (flat * step)[0] + (step.T * H * step)[0] / 2
    truth = evaluate(f, [1 + s for s in step])
    return values(model, truth - model)


def riemann_sums() -> Answer:
    from mvcalc.integrate import riemann

    [error] = values(riemann(parse("x^2"), 0, 1, 10, "left").error).values
    return values(abs(error))


def fundamental_theorem() -> Answer:
    """By the chain rule the slope of an area up to u(x) is f(u)·u′."""
    height, upper = parse("cos(x)"), parse("x^2")
    x0 = number("sqrt(pi)")
    return values(evaluate(height, evaluate(upper, x0)) * _slope("x^2", x0))


def double_integrals() -> Answer:
    from mvcalc.integrate import Region, double_integral

    triangle = Region.of(("x", (0, 1)), ("y", (0, parse("1 - x"))))
    return values(double_integral(parse("x*y", XY), triangle).value)


def change_of_variables() -> Answer:
    """The ellipse is the image of the unit disc under (3u, 2v): area times determinant."""
    from mvcalc.multi import jacobian

    stretch = (parse("3*u", ("u", "v")), parse("2*v", ("u", "v")))
    return values(jacobian(stretch).det() * sympy.pi)


def div_curl_laplacian() -> Answer:
    """exp(−r²) has Laplacian 4(r² − 1)exp(−r²); on the x axis it changes sign at r."""
    from mvcalc.constrained.problem import numerator
    from mvcalc.multi import laplacian

    whole = laplacian(parse("exp(-(x^2 + y^2))", XY))
    x, y = (sympy.Symbol(name) for name in XY)
    on_axis = numerator(sympy.expand(whole.xreplace({y: sympy.Integer(0)}) * sympy.exp(x**2)))
    roots = sympy.Poly(on_axis, x).real_roots()
    return values(*(r for r in roots if r > 0))
