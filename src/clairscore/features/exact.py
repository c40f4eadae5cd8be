"""Arithmetic whose result is the same bits on every engine: whole numbers and single divisions."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from clairscore.data.schema import RATE_SCALE


def whole(expr: nw.Expr) -> nw.Expr:
    """The expression as a 64-bit whole number, rounded down."""
    return expr.floor().cast(nw.Int64)


def scaled(number: nw.Expr, scale: int) -> nw.Expr:
    """The number divided by a constant, as a product: engines differ in how they divide by one."""
    return number if scale == 1 else number * (1.0 / scale)


def ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Float64 quotient; null where the denominator is zero or either side is missing."""
    divisor = denominator.cast(nw.Float64)
    return numerator.cast(nw.Float64) / nw.when(divisor != 0).then(divisor)


RATIO_BOUND = 10 * RATE_SCALE
"""The largest quotient of two quantities of a row, in millionths."""


def fixed_ratio(numerator: nw.Expr, denominator: nw.Expr) -> nw.Expr:
    """Quotient in whole millionths, cut to plus or minus ten: a ratio that may be summed."""
    bound = float(RATIO_BOUND)
    return whole(
        ratio(numerator.cast(nw.Float64) * float(RATE_SCALE), denominator).clip(-bound, bound)
    )
