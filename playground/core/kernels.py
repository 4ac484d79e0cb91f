"""The compiled training step: one kernel for every network, cost, gradient method and optimizer.

Everything that is compiled lives in this file, because Numba's cache watches no other. What is trained is told through
arrays, so the kernel is never compiled again for another architecture:

- ``plan`` (int64): settings, and where everything is in ``memory``; the constants below name its entries. Behind them
  comes one row for each layer.
- ``options`` (float64): the numbers of optimizer, penalty and differences.
- ``memory`` (float64): parameters and optimizer state (both twice: a step reads one and writes the other), gradient,
  samples and scratch. `playground.core.kernel_memory` lays it out.
- ``progress`` (int64): where the run is.

Samples are the inner axis: a block holds 8 of them, feature by feature, and one vector of 8 lanes is computed with at
a time. Lanes without a sample repeat one and weigh 0. Several blocks make a tile; a tile goes through the whole
network before the next one, so that its activations stay in the processor's cache.
"""

import operator
from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba import float64, int64, types
from numba.core import cgutils
from numba.core.typeconv import Conversion
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature
from numba.extending import intrinsic, lower_builtin, lower_cast, models, register_model

# what the compiled functions take and return, for the reader
Ints = Any  # a pointer to int64
Floats = Any  # a pointer to float64
Vector = Any  # 8 numbers, one for each lane

LANES = 8
MAX_TILE_BLOCKS = 8
MAX_TILE_WORK = 2_000_000
"""Parameters times blocks of a tile, at most: the stop flag is read between tiles."""

# plan
(
    MODE,
    DEPTH,
    N_PARAMETERS,
    PADDED,  # length of one vector of parameters in memory: a multiple of LANES
    N_COLUMNS,
    TARGETS,  # where in a block of samples the targets begin
    BLOCK_SIZE,  # of one block of samples: inputs, ones, targets, shares
    N_SAMPLES,
    BATCH_SIZE,
    N_BLOCKS,
    TILE_BLOCKS,
    COST,
    METHOD,
    OPTIMIZER,
    N_SLOTS,
    NESTEROV,
    SHUFFLE_SEED,
    HAS_PENALTY,
    FUSED,  # whether the last layer is a few sigmoids with squared errors
    STOPS_BELOW,
    THETA,
    STATE,
    GRADIENT,
    LANE_GRADIENT,  # the gradient before its lanes are added up
    PENALISED,  # 1 for weights, 0 for biases
    NUDGED,
    ROWS,
    BLOCKS,
    BATCH_BLOCKS,
    DELTA,
    OTHER_DELTA,
    PLAN_SIZE,
) = range(32)

# one row of the plan for each layer
FAN_IN, TERMS, FAN_OUT, WEIGHTS, ACTIVATION, Z, A, LAYER_SIZE = range(8)

# options
(
    LEARNING_RATE,
    MOMENTUM,
    DECAY,
    BETA1,
    BETA2,
    OPTIMIZER_EPSILON,
    L1,
    L2,
    EPSILON,
    STOP_BELOW,
    OPTIONS_SIZE,
) = range(11)

# progress
STEP, OPTIMIZER_STEP, CURRENT, HAS_PREVIOUS, SHUFFLED_EPOCH, TAKEN, WAS_INTERRUPTED, PROGRESS_SIZE = range(8)

# modes
TRAIN, COST_ONLY, GRADIENT_ONLY = range(3)

# outcomes
FINISHED, STOP_COST, INTERRUPTED, BAD_COST, BAD_PARAMETER = range(5)

SIGMOID, TANH, RELU, LEAKY_RELU, LINEAR, SINE, SOFTPLUS, SOFTMAX = range(8)
MSE, CROSS_ENTROPY = range(2)
FORWARD_DIFFERENCE, CENTRAL_DIFFERENCE, BACKPROPAGATION, LAYER_RULE = range(4)
GRADIENT_DESCENT, MOMENTUM_DESCENT, RMSPROP, ADAM = range(4)
LEAK = 0.01


def compiled(signature: Any = None, inline: bool = False, cache: bool = False) -> Callable[[Callable[..., Any]], Any]:
    """Compile with Numba.

    Parameters
    ----------
    signature
        Compile at once for this one; without it, for whatever the compiled callers pass.
    inline : bool
        Whether to put the machine code into the callers instead of calling it.
    cache : bool
        Whether to keep the machine code on disk, if a folder for it can be written.
    """

    def decorate(function: Callable[..., Any]) -> Any:
        settings: dict[str, Any] = {"nogil": True, "error_model": "numpy", "forceinline": inline}
        if cache:
            try:
                return numba.njit(signature, cache=True, **settings)(function)
            except (RuntimeError, OSError):  # Numba found no folder that can be written, or the disk is full
                pass
        return numba.njit(signature, **settings)(function)

    return decorate


# ---- vectors of 8 numbers, which LLVM turns into whatever registers the processor has


class _VectorType(types.Type):
    def __init__(self) -> None:
        super().__init__(name=f"float64x{LANES}")

    def can_convert_from(self, _context: Any, other: Any) -> Any:
        return Conversion.safe if other == float64 else None


_IR_INT = ir.IntType(64)
_IR_VECTOR = ir.VectorType(ir.DoubleType(), LANES)
_IR_INTS = ir.VectorType(_IR_INT, LANES)
_IR_INDEX = ir.VectorType(ir.IntType(32), LANES)
_FUSE = ("contract",)  # a·b + c may be rounded once; nothing else is relaxed
vector = _VectorType()


@register_model(_VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _IR_VECTOR)


def _shuffle_lanes(builder: Any, one: Any, two: Any, lanes: list[int]) -> Any:
    return builder.shuffle_vector(one, two, ir.Constant(_IR_INDEX, lanes))


@lower_cast(float64, vector)
def _broadcast(_context: Any, builder: Any, _from: Any, _to: Any, value: Any) -> Any:
    undefined = ir.Constant(_IR_VECTOR, ir.Undefined)
    first = builder.insert_element(undefined, value, ir.Constant(ir.IntType(32), 0))
    return _shuffle_lanes(builder, first, undefined, [0] * LANES)


def _define_operator(symbol: Any, instruction: str, n_operands: int) -> None:
    class _Template(ConcreteTemplate):
        cases = (signature(*[vector] * (n_operands + 1)),)

    def lower(_context: Any, builder: Any, _signature: Any, operands: Any) -> Any:
        return getattr(builder, instruction)(*operands, flags=_FUSE)

    infer_global(symbol)(_Template)
    lower_builtin(symbol, *[vector] * n_operands)(lower)


for _symbol, _instruction, _n_operands in (
    (operator.add, "fadd", 2),
    (operator.sub, "fsub", 2),
    (operator.mul, "fmul", 2),
    (operator.truediv, "fdiv", 2),
    (operator.neg, "fneg", 1),
):
    _define_operator(_symbol, _instruction, _n_operands)


@intrinsic
def _pointer(_context, array):
    """Where the numbers of an array begin; indexing a pointer costs no checks."""

    def lower(context, builder, signature, arguments):
        return context.make_helper(builder, signature.args[0], arguments[0]).data

    return types.CPointer(array.dtype)(array), lower


@intrinsic
def _load(_context, memory, index):
    def lower(_context, builder, _signature, arguments):
        place = builder.bitcast(builder.gep(arguments[0], [arguments[1]]), _IR_VECTOR.as_pointer())
        return builder.load(place, align=8)

    return vector(memory, int64), lower


@intrinsic
def _store(_context, memory, index, value):
    def lower(context, builder, _signature, arguments):
        place = builder.bitcast(builder.gep(arguments[0], [arguments[1]]), _IR_VECTOR.as_pointer())
        builder.store(arguments[2], place, align=8)
        return context.get_dummy_value()

    return types.void(memory, int64, vector), lower


@intrinsic
def _is_raised(_context, flag):
    """Read the flag anew: an atomic load is never moved out of a loop."""

    def lower(_context, builder, _signature, arguments):
        value = builder.load_atomic(arguments[0], "monotonic", 8)
        return builder.icmp_signed("!=", value, ir.Constant(_IR_INT, 0))

    return types.boolean(flag), lower


@intrinsic
def _splat(_context, value):
    """8 times the same number."""

    def lower(context, builder, signature, arguments):
        return arguments[0]

    return vector(vector), lower


@intrinsic
def _keep_rolled(_context):
    """Stands in a loop that is not to be unrolled: most loops here run a few times only.

    An empty piece of assembly, marked so that LLVM may not let it depend on further conditions.
    """

    def lower(context, builder, _signature, _arguments):
        nothing = ir.InlineAsm(ir.FunctionType(ir.VoidType(), []), "", "", side_effect=True)
        builder.call(nothing, [], attrs=("convergent",))
        return context.get_dummy_value()

    return types.void(), lower


@intrinsic
def _never_inline(_context):
    """Keep the function it stands in apart from its callers."""

    def lower(context, builder, _signature, _arguments):
        builder.function.attributes.add("noinline")
        return context.get_dummy_value()

    return types.void(), lower


@intrinsic
def _where_less(_context, one, two, yes, no):
    """``yes`` in the lanes where one < two, ``no`` in the others and where one of them is NaN."""

    def lower(_context, builder, _signature, arguments):
        one, two, yes, no = arguments
        return builder.select(builder.fcmp_ordered("<", one, two), yes, no)

    return vector(vector, vector, vector, vector), lower


@intrinsic
def _where_bit(_context, value, bit, yes, no):
    """``yes`` in the lanes where this bit of the number's representation is set, else ``no``."""

    def lower(_context, builder, _signature, arguments):
        value, bit, yes, no = arguments
        mask = builder.shl(ir.Constant(_IR_INT, 1), bit)
        undefined = ir.Constant(_IR_INTS, ir.Undefined)
        masks = builder.insert_element(undefined, mask, ir.Constant(ir.IntType(32), 0))
        masks = builder.shuffle_vector(masks, undefined, ir.Constant(_IR_INDEX, [0] * LANES))
        set_bits = builder.and_(builder.bitcast(value, _IR_INTS), masks)
        return builder.select(builder.icmp_signed("!=", set_bits, ir.Constant(_IR_INTS, [0] * LANES)), yes, no)

    return vector(vector, int64, vector, vector), lower


@intrinsic
def _to_exponent(_context, value):
    """Shift the lowest bits of the representation to where the exponent is."""

    def lower(_context, builder, _signature, arguments):
        shifted = builder.shl(builder.bitcast(arguments[0], _IR_INTS), ir.Constant(_IR_INTS, [52] * LANES))
        return builder.bitcast(shifted, _IR_VECTOR)

    return vector(vector), lower


def _lower_call(name):
    def lower(_context, builder, _signature, arguments):
        kind = ir.FunctionType(_IR_VECTOR, [_IR_VECTOR])
        function = cgutils.get_or_insert_function(builder.module, kind, f"{name}.v{LANES}f64")
        return builder.call(function, arguments)

    return lower


@intrinsic
def _root(_context, value):
    return vector(vector), _lower_call("llvm.sqrt")


@intrinsic
def _log(_context, value):
    return vector(vector), _lower_call("llvm.log")


@intrinsic
def _absolute(_context, value):
    return vector(vector), _lower_call("llvm.fabs")


@intrinsic
def _sum(_context, value):
    """Sum of the 8 lanes."""

    def lower(_context, builder, _signature, arguments):
        value = arguments[0]
        for distance in (4, 2, 1):
            lanes = [(lane + distance) % LANES for lane in range(LANES)]
            value = builder.fadd(value, _shuffle_lanes(builder, value, value, lanes))
        return builder.extract_element(value, ir.Constant(ir.IntType(32), 0))

    return float64(vector), lower


@intrinsic
def _eight_sums(_context, memory, index):
    """Load 8 vectors that follow each other; lane k of the result is the sum of the k-th."""

    def lower(_context, builder, _signature, arguments):
        place = builder.bitcast(builder.gep(arguments[0], [arguments[1]]), _IR_VECTOR.as_pointer())
        rows = [builder.load(builder.gep(place, [ir.Constant(_IR_INT, row)]), align=8) for row in range(LANES)]
        for left, right in (
            ([0, 8, 2, 10, 4, 12, 6, 14], [1, 9, 3, 11, 5, 13, 7, 15]),
            ([0, 1, 8, 9, 4, 5, 12, 13], [2, 3, 10, 11, 6, 7, 14, 15]),
            ([0, 1, 2, 3, 8, 9, 10, 11], [4, 5, 6, 7, 12, 13, 14, 15]),
        ):
            rows = [
                builder.fadd(_shuffle_lanes(builder, a, b, left), _shuffle_lanes(builder, a, b, right))
                for a, b in zip(rows[::2], rows[1::2], strict=True)
            ]
        return rows[0]

    return vector(memory, int64), lower


# ---- functions of vectors

_LOG2_E = 1.4426950408889634
_LN_2 = 0.6931471805599453
_ROUNDER = 6755399441055744.0  # 1.5·2^52: adding it rounds to an integer, which is then in the lowest bits
_HUGE = 1e9


@compiled(inline=True)
def _exp_plus(x: Vector, constant: float) -> Vector:
    """Return e^x + constant; -1 keeps all digits near x = 0.

    x = n·ln 2 + r, s = 2^n, and e^r = 1 + r + r²·p with a polynomial fitted at Chebyshev nodes for r within ±0.347,
    error 2e-17. Where e^x would be infinite or 0 it is about 1e308 or 1e-308. What is ready first is added first.
    """
    n = (x * _LOG2_E + _ROUNDER) - _ROUNDER
    r = x - n * _LN_2
    r = _where_less(_HUGE, _absolute(x), 0.0, r)
    n = _where_less(n, -1022.0, -1022.0, n)
    n = _where_less(1023.0, n, 1023.0, n)
    s = _to_exponent(n + (_ROUNDER + 1023.0))
    r2 = r * r
    r4 = r2 * r2
    p0 = 0.5000000000000001 + r * 0.16666666666666669
    p1 = 0.04166666666662374 + r * 0.008333333333330032
    p2 = 0.0013888888917406447 + r * 0.00019841269863201828
    p3 = 2.4801520996825697e-05 + r * 2.7557268229963227e-06
    p4 = 2.76202305675069e-07 + r * 2.5100494788905042e-08
    p = (p0 + r2 * p1) + r4 * ((p2 + r2 * p3) + r4 * p4)
    return ((s + constant) + s * r) + (s * r2) * p


@compiled(inline=True)
def _exp(x: Vector) -> Vector:
    return _exp_plus(x, 0.0)


@compiled(inline=True)
def _log_1_plus(x: Vector) -> Vector:
    """log(1 + x) for 0 ≤ x ≤ 1: 2·artanh(x / (2 + x)) as an odd polynomial, error 1e-17."""
    u = x / (2.0 + x)
    t = u * u
    p = 0.08800738486144674 + t * 0.16164045611943534
    p = 0.13314144209654935 + t * (0.12001072809590713 + t * p)
    p = 0.18181789436132859 + t * (0.15385570064958623 + t * p)
    p = 0.2857142856710876 + t * (0.22222222717427864 + t * p)
    p = 0.6666666666666666 + t * (0.40000000000014585 + t * p)
    return (u + u) + u * t * p


@compiled(inline=True)
def _sigmoid(z: Vector) -> Vector:
    return 1.0 / _exp_plus(-z, 1.0)


@compiled(inline=True)
def _tanh(z: Vector) -> Vector:
    t = _exp_plus(z + z, -1.0)
    return t / (t + 2.0)


@compiled(inline=True)
def _softplus(z: Vector) -> Vector:
    return _where_less(0.0, z, z, 0.0) + _log_1_plus(_exp(-_absolute(z)))


@compiled(inline=True)
def _sine(z: Vector, quarter: float) -> Vector:
    """sin(z) for quarter = 0, cos(z) for quarter = 1.

    z = n·π/2 + r; two polynomials in r, chosen by the lowest bits of n. From 2^50 on, where neighbouring numbers are
    an eighth of a period and more apart, r is 0 (and NaN for infinity).
    """
    rounded = z * 0.6366197723675814 + _ROUNDER
    n = rounded - _ROUNDER
    r = (z - n * 1.5707963267948966) - n * 6.123233995736766e-17
    r = _where_less(1125899906842624.0, _absolute(z), z - z, r)
    t = r * r
    sine = -2.5051131372218632e-08 + t * 1.5918095236696272e-10
    sine = -0.000198412698367542 + t * (2.7557316100283695e-06 + t * sine)
    sine = r + r * t * (-0.16666666666666666 + t * (0.008333333333330946 + t * sine))
    cosine = 2.087614597263508e-09 + t * -1.1382611119025631e-11
    cosine = 2.480158729876295e-05 + t * (-2.755731727031051e-07 + t * cosine)
    cosine = (1.0 - 0.5 * t) + t * t * (0.041666666666666664 + t * (-0.0013888888888887395 + t * cosine))
    rounded = rounded + quarter
    value = _where_bit(rounded, 0, cosine, sine)
    return _where_bit(rounded, 1, -value, value)


# ---- one tile: forward and backward
#
# Wherever units are kept, a block has one vector for each unit and one more of ones behind them: the input of the
# biases, which follow the weights of their layer in theta.


@compiled(inline=True)
def _dense_up(
    memory: Floats, x: int, n_in: int, w: int, z: int, a: int, n_out: int, kind: int, y: int, delta: int
) -> Vector:
    """z_k = Σ_j x_j w_jk for one block, and a = σ(z) at once for the sigmoid.

    With ``y`` ≥ 0 this is a last layer of sigmoids: what `_squares` does is done here, from the registers.
    """
    share = _splat(0.0)
    if y >= 0:
        share = _load(memory, y + n_out * LANES)
    squares = _splat(0.0)
    end = x + n_in * LANES
    k = 0
    while k + 4 <= n_out and y < 0:
        _keep_rolled()
        at = w + k
        sum0 = _splat(0.0)
        sum1 = sum0
        sum2 = sum0
        sum3 = sum0
        source = x
        while source < end:
            _keep_rolled()
            value = _load(memory, source)
            sum0 = sum0 + value * memory[at]
            sum1 = sum1 + value * memory[at + 1]
            sum2 = sum2 + value * memory[at + 2]
            sum3 = sum3 + value * memory[at + 3]
            at += n_out
            source += LANES
        if kind != SIGMOID or z != a:
            _store(memory, z, sum0)
            _store(memory, z + LANES, sum1)
            _store(memory, z + 2 * LANES, sum2)
            _store(memory, z + 3 * LANES, sum3)
        if kind == SIGMOID:
            _store(memory, a, _sigmoid(sum0))
            _store(memory, a + LANES, _sigmoid(sum1))
            _store(memory, a + 2 * LANES, _sigmoid(sum2))
            _store(memory, a + 3 * LANES, _sigmoid(sum3))
        k += 4
        z += 4 * LANES
        a += 4 * LANES
    while k < n_out:
        _keep_rolled()
        at = w + k
        total = _splat(0.0)
        source = x
        while source < end:
            _keep_rolled()
            total = total + _load(memory, source) * memory[at]
            at += n_out
            source += LANES
        if kind != SIGMOID or z != a:
            _store(memory, z, total)
        if kind == SIGMOID:
            value = _sigmoid(total)
            _store(memory, a, value)
            if y >= 0:
                difference = value - _load(memory, y)
                squares = squares + difference * difference
                _store(memory, delta, ((share + share) * difference) * _sigmoid_slope(value, 1.0))
                y += LANES
                delta += LANES
        k += 1
        z += LANES
        a += LANES
    return _weighted(squares, share)


@compiled(inline=True)
def _dense_down(
    memory: Floats, above: int, n_above: int, w: int, delta: int, n_units: int, kind: int, a: int, factor: float
) -> None:
    """delta_j = Σ_k above_k w_jk for one block: the derivative by a; for the sigmoid at once factor · that by z."""
    end = above + n_above * LANES
    stop = delta + n_units * LANES
    while delta + 4 * LANES <= stop:
        _keep_rolled()
        at = w
        sum0 = _splat(0.0)
        sum1 = sum0
        sum2 = sum0
        sum3 = sum0
        source = above
        while source < end:
            _keep_rolled()
            value = _load(memory, source)
            sum0 = sum0 + value * memory[at]
            sum1 = sum1 + value * memory[at + n_above]
            sum2 = sum2 + value * memory[at + 2 * n_above]
            sum3 = sum3 + value * memory[at + 3 * n_above]
            at += 1
            source += LANES
        if kind == SIGMOID:
            sum0 = sum0 * _sigmoid_slope(_load(memory, a), factor)
            sum1 = sum1 * _sigmoid_slope(_load(memory, a + LANES), factor)
            sum2 = sum2 * _sigmoid_slope(_load(memory, a + 2 * LANES), factor)
            sum3 = sum3 * _sigmoid_slope(_load(memory, a + 3 * LANES), factor)
        _store(memory, delta, sum0)
        _store(memory, delta + LANES, sum1)
        _store(memory, delta + 2 * LANES, sum2)
        _store(memory, delta + 3 * LANES, sum3)
        w += 4 * n_above
        delta += 4 * LANES
        a += 4 * LANES
    while delta < stop:
        _keep_rolled()
        at = w
        total = _splat(0.0)
        source = above
        while source < end:
            _keep_rolled()
            total = total + _load(memory, source) * memory[at]
            at += 1
            source += LANES
        if kind == SIGMOID:
            total = total * _sigmoid_slope(_load(memory, a), factor)
        _store(memory, delta, total)
        w += n_above
        delta += LANES
        a += LANES


@compiled(inline=True)
def _weighted(costs: Vector, share: Vector) -> Vector:
    """Costs times their shares; 0 where the share is 0, be the cost infinite or not."""
    return _where_less(0.0, share, share * costs, 0.0)


@compiled(inline=True)
def _sigmoid_slope(a: Vector, factor: float) -> Vector:
    return a * (factor - factor * a)


@compiled(inline=True)
def _top(memory: Floats, first: int, end: int) -> Vector:
    """Largest of some units, lane by lane."""
    top = _load(memory, first)
    at = first + LANES
    while at < end:
        _keep_rolled()
        value = _load(memory, at)
        top = _where_less(top, value, value, top)
        at += LANES
    return top


@compiled()
def _activate(memory: Floats, kind: int, z: int, a: int, n_units: int) -> None:
    """a = f(z) for a layer's units in one block; z and a may be the same place.

    Sigmoids are done in `_dense_up`, and for linear units the place is the same.
    """
    _never_inline()
    end = z + n_units * LANES
    there = a - z
    if kind == TANH:
        while z < end:
            _keep_rolled()
            _store(memory, z + there, _tanh(_load(memory, z)))
            z += LANES
    elif kind == RELU:
        while z < end:
            _keep_rolled()
            value = _load(memory, z)
            _store(memory, z + there, _where_less(value, 0.0, 0.0, value))
            z += LANES
    elif kind == LEAKY_RELU:
        while z < end:
            _keep_rolled()
            value = _load(memory, z)
            _store(memory, z + there, _where_less(value, 0.0, LEAK * value, value))
            z += LANES
    elif kind == SINE:
        while z < end:
            _keep_rolled()
            _store(memory, z + there, _sine(_load(memory, z), 0.0))
            z += LANES
    elif kind == SOFTPLUS:
        while z < end:
            _keep_rolled()
            _store(memory, z + there, _softplus(_load(memory, z)))
            z += LANES
    else:  # softmax
        top = _top(memory, z, end)
        total = _splat(0.0)
        at = z
        while at < end:
            _keep_rolled()
            value = _exp(_load(memory, at) - top)
            _store(memory, at + there, value)
            total = total + value
            at += LANES
        while z < end:
            _keep_rolled()
            _store(memory, z + there, _load(memory, z + there) / total)
            z += LANES


@compiled(inline=True)
def _squares(memory: Floats, kind: int, a: int, y: int, delta: int, n_units: int) -> Vector:
    """Return the squared error of each sample of a block, times its share.

    delta becomes its derivative by a; for the sigmoid at once that by z.
    """
    share = _load(memory, y + n_units * LANES)
    total = _splat(0.0)
    end = y + n_units * LANES
    while y < end:
        _keep_rolled()
        value = _load(memory, a)
        difference = value - _load(memory, y)
        total = total + difference * difference
        slope = (share + share) * difference
        if kind == SIGMOID:
            slope = slope * _sigmoid_slope(value, 1.0)
        _store(memory, delta, slope)
        a += LANES
        y += LANES
        delta += LANES
    return _weighted(total, share)


@compiled()
def _cross_entropy(memory: Floats, kind: int, z: int, a: int, y: int, delta: int, n_units: int) -> Vector:
    """Return the cross-entropy of each sample of a block, times its share; delta becomes its derivative by z."""
    _never_inline()
    size = n_units * LANES
    share = _load(memory, y + size)
    total = _splat(0.0)
    if kind == SOFTMAX:
        top = _top(memory, z, z + size)
        y_sum = _splat(0.0)
        for k in range(0, size, LANES):
            _keep_rolled()
            total = total + _exp(_load(memory, z + k) - top)
            y_sum = y_sum + _load(memory, y + k)
        log_sum = top + _log(total)
        total = _splat(0.0)
        for k in range(0, size, LANES):
            _keep_rolled()
            target = _load(memory, y + k)
            total = total + target * (log_sum - _load(memory, z + k))
            _store(memory, delta + k, share * (_load(memory, a + k) * y_sum - target))
    else:
        for k in range(0, size, LANES):
            _keep_rolled()
            value = _load(memory, z + k)
            target = _load(memory, y + k)
            total = total + (_softplus(value) - value * target)
            _store(memory, delta + k, share * (_load(memory, a + k) - target))
    return _weighted(total, share)


@compiled(inline=True)
def _forward(plan: Ints, memory: Floats, theta: int, samples: int, n_blocks: int) -> float:
    """Fill z, a and the last delta of a tile and return its share of the data cost."""
    sample_stride = plan[BLOCK_SIZE]
    depth = plan[DEPTH]
    x = samples
    x_stride = sample_stride
    y = samples + plan[TARGETS]
    delta = plan[DELTA]
    fused = plan[FUSED]
    total = _splat(0.0)
    z = a = n_out = kind = 0
    row = PLAN_SIZE
    for layer in range(depth):
        _keep_rolled()
        is_fused = fused != 0 and layer == depth - 1
        n_in = plan[row + TERMS]
        n_out = plan[row + FAN_OUT]
        w = theta + plan[row + WEIGHTS]
        kind = plan[row + ACTIVATION]
        z = plan[row + Z]
        a = plan[row + A]
        row += LAYER_SIZE
        stride = (n_out + 1) * LANES
        offset = 0
        while offset < n_blocks * stride:
            _keep_rolled()
            target = y if is_fused else -1
            cost = _dense_up(memory, x, n_in, w, z + offset, a + offset, n_out, kind, target, delta)
            if is_fused:
                total = total + cost
                y += sample_stride
                delta += n_out * LANES
            if kind not in (SIGMOID, LINEAR):
                _activate(memory, kind, z + offset, a + offset, n_out)
            offset += stride
            x += x_stride
        x = a
        x_stride = stride
    if fused != 0:
        return _sum(total)
    for _block in range(n_blocks):
        _keep_rolled()
        if plan[COST] == MSE:
            total = total + _squares(memory, kind, a, y, delta, n_out)
        else:
            total = total + _cross_entropy(memory, kind, z, a, y, delta, n_out)
        z += x_stride
        a += x_stride
        y += sample_stride
        delta += n_out * LANES
    return _sum(total)


@compiled()
def _backward_activation(memory: Floats, kind: int, z: int, a: int, delta: int, n_units: int, factor: float) -> None:
    """Turn the derivative by a, times ``factor``, into that by z, for one block; sigmoids are done elsewhere."""
    _never_inline()
    end = delta + n_units * LANES
    if kind == TANH:
        while delta < end:
            _keep_rolled()
            value = _load(memory, a)
            _store(memory, delta, _load(memory, delta) * (factor - factor * value * value))
            a += LANES
            delta += LANES
    elif kind == RELU or kind == LEAKY_RELU:
        below = 0.0 if kind == RELU else factor * LEAK
        while delta < end:
            _keep_rolled()
            slope = _where_less(0.0, _load(memory, a), factor, below)
            _store(memory, delta, _load(memory, delta) * slope)
            a += LANES
            delta += LANES
    elif kind == LINEAR:
        while delta < end:
            _keep_rolled()
            _store(memory, delta, factor * _load(memory, delta))
            delta += LANES
    elif kind == SINE:
        while delta < end:
            _keep_rolled()
            _store(memory, delta, _load(memory, delta) * (factor * _sine(_load(memory, z), 1.0)))
            z += LANES
            delta += LANES
    elif kind == SOFTPLUS:
        while delta < end:
            _keep_rolled()
            _store(memory, delta, _load(memory, delta) * (factor * _sigmoid(_load(memory, z))))
            z += LANES
            delta += LANES
    else:  # softmax, always the last layer
        total = _splat(0.0)
        for i in range(0, end - delta, LANES):
            _keep_rolled()
            total = total + _load(memory, a + i) * _load(memory, delta + i)
        for i in range(0, end - delta, LANES):
            _keep_rolled()
            _store(memory, delta + i, _load(memory, a + i) * (_load(memory, delta + i) - total))


@compiled(inline=True)
def _add_products(
    memory: Floats, x: int, x_stride: int, n_in: int, delta: int, n_out: int, sums: int, n_blocks: int, fresh: bool
) -> None:
    """sums_jk += x_j · delta_k over the blocks of a tile, lane by lane; ``fresh`` sums begin at 0."""
    delta_stride = n_out * LANES
    j = 0
    while j < n_in:
        _keep_rolled()
        pair_j = j + 1 < n_in
        k = 0
        while k < n_out:
            _keep_rolled()
            at = sums + (j * n_out + k) * LANES
            u = x + j * LANES
            v = delta + k * LANES
            sum00 = _splat(0.0)
            sum10 = _splat(0.0)
            if pair_j and k + 1 < n_out:
                below = at + n_out * LANES
                sum01 = _splat(0.0)
                sum11 = _splat(0.0)
                if not fresh:
                    sum00 = _load(memory, at)
                    sum01 = _load(memory, at + LANES)
                    sum10 = _load(memory, below)
                    sum11 = _load(memory, below + LANES)
                for _block in range(n_blocks):
                    _keep_rolled()
                    u0 = _load(memory, u)
                    u1 = _load(memory, u + LANES)
                    v0 = _load(memory, v)
                    v1 = _load(memory, v + LANES)
                    sum00 = sum00 + u0 * v0
                    sum01 = sum01 + u0 * v1
                    sum10 = sum10 + u1 * v0
                    sum11 = sum11 + u1 * v1
                    u += x_stride
                    v += delta_stride
                _store(memory, at, sum00)
                _store(memory, at + LANES, sum01)
                _store(memory, below, sum10)
                _store(memory, below + LANES, sum11)
                k += 2
            elif pair_j:
                below = at + n_out * LANES
                if not fresh:
                    sum00 = _load(memory, at)
                    sum10 = _load(memory, below)
                for _block in range(n_blocks):
                    _keep_rolled()
                    v0 = _load(memory, v)
                    sum00 = sum00 + _load(memory, u) * v0
                    sum10 = sum10 + _load(memory, u + LANES) * v0
                    u += x_stride
                    v += delta_stride
                _store(memory, at, sum00)
                _store(memory, below, sum10)
                k += 1
            else:
                if not fresh:
                    sum00 = _load(memory, at)
                for _block in range(n_blocks):
                    _keep_rolled()
                    sum00 = sum00 + _load(memory, u) * _load(memory, v)
                    u += x_stride
                    v += delta_stride
                _store(memory, at, sum00)
                k += 1
        j += 2


@compiled(inline=True)
def _backward(plan: Ints, memory: Floats, theta: int, samples: int, n_blocks: int, factor: float, fresh: bool) -> None:
    """Add a tile's share to the gradient, lane by lane, from z, a and the last delta of `_forward`."""
    sums = plan[LANE_GRADIENT]
    delta = plan[DELTA]
    above = plan[OTHER_DELTA]
    layer = plan[DEPTH] - 1
    row = PLAN_SIZE + layer * LAYER_SIZE
    n_above = 0
    w_above = 0
    multiplier = 1.0
    while layer >= 0:
        _keep_rolled()
        n_out = plan[row + FAN_OUT]
        kind = plan[row + ACTIVATION]
        z = plan[row + Z]
        a = plan[row + A]
        remains = kind != SIGMOID and (kind != LINEAR or multiplier != 1.0)
        if n_above > 0 or (remains and plan[COST] == MSE):
            for block in range(n_blocks):
                _keep_rolled()
                target = delta + block * n_out * LANES
                skip = block * (n_out + 1) * LANES
                if n_above > 0:
                    source = above + block * n_above * LANES
                    _dense_down(memory, source, n_above, w_above, target, n_out, kind, a + skip, multiplier)
                if remains:
                    _backward_activation(memory, kind, z + skip, a + skip, target, n_out, multiplier)
        x = samples
        x_stride = plan[BLOCK_SIZE]
        if layer > 0:
            x = plan[row - LAYER_SIZE + A]
            x_stride = (plan[row + FAN_IN] + 1) * LANES
        w = plan[row + WEIGHTS]
        _add_products(memory, x, x_stride, plan[row + TERMS], delta, n_out, sums + w * LANES, n_blocks, fresh)
        delta, above = above, delta
        n_above = n_out
        w_above = theta + w
        multiplier = factor
        row -= LAYER_SIZE
        layer -= 1


# ---- all samples of a step


@compiled()
def _penalty(plan: Ints, options: Floats, memory: Floats, theta: int) -> float:
    _never_inline()
    total = _splat(0.0)
    for p in range(0, plan[PADDED], LANES):
        _keep_rolled()
        weight = _absolute(_load(memory, theta + p))
        price = weight * (options[L1] + 0.5 * options[L2] * weight)
        total = total + _load(memory, plan[PENALISED] + p) * price
    return _sum(total)


@compiled(inline=True)
def _penalty_slope(weight: Vector, l1: float, l2: float) -> Vector:
    return _where_less(0.0, weight, l1, _where_less(weight, 0.0, -l1, 0.0)) + l2 * weight


@compiled()
def _cost(
    plan: Ints, options: Floats, memory: Floats, progress: Ints, theta: int, samples: int, n_blocks: int, stop: Ints
) -> float:
    """Cost over the blocks at ``samples``; ``progress`` tells afterwards if the stop flag was raised meanwhile."""
    _never_inline()
    total = 0.0
    while n_blocks > 0:
        _keep_rolled()
        if _is_raised(stop):
            progress[WAS_INTERRUPTED] = 1
            return 0.0
        count = min(plan[TILE_BLOCKS], n_blocks)
        total += _forward(plan, memory, theta, samples, count)
        samples += count * plan[BLOCK_SIZE]
        n_blocks -= count
    if plan[HAS_PENALTY]:
        total += _penalty(plan, options, memory, theta)
    return total


@compiled(inline=True)
def _exact_gradient(
    plan: Ints, options: Floats, memory: Floats, progress: Ints, theta: int, samples: int, n_blocks: int, stop: Ints
) -> float:
    """Fill the lanes of the gradient, exact or by the layer rule, and return the cost as `_cost` does."""
    factor = 2.0 if plan[METHOD] == LAYER_RULE else 1.0
    fresh = True
    total = 0.0
    while n_blocks > 0:
        _keep_rolled()
        if _is_raised(stop):
            progress[WAS_INTERRUPTED] = 1
            break
        count = min(plan[TILE_BLOCKS], n_blocks)
        total += _forward(plan, memory, theta, samples, count)
        _backward(plan, memory, theta, samples, count, factor, fresh)
        fresh = False
        samples += count * plan[BLOCK_SIZE]
        n_blocks -= count
    if plan[HAS_PENALTY]:
        total += _penalty(plan, options, memory, theta)
    return total


@compiled()
def _difference_gradient(
    plan: Ints, options: Floats, memory: Floats, progress: Ints, theta: int, samples: int, n_blocks: int, stop: Ints
) -> float:
    """Forward or central difference; fills the gradient and returns the cost."""
    epsilon = options[EPSILON]
    nudged = plan[NUDGED]
    here = _cost(plan, options, memory, progress, theta, samples, n_blocks, stop)
    for p in range(plan[N_PARAMETERS]):
        memory[nudged + p] = memory[theta + p]
    for p in range(plan[N_PARAMETERS]):
        if _is_raised(stop):
            progress[WAS_INTERRUPTED] = 1
        if progress[WAS_INTERRUPTED]:
            break
        origin = here
        width = epsilon
        if plan[METHOD] == CENTRAL_DIFFERENCE:
            memory[nudged + p] = memory[theta + p] - epsilon
            origin = _cost(plan, options, memory, progress, nudged, samples, n_blocks, stop)
            width = 2.0 * epsilon
        memory[nudged + p] = memory[theta + p] + epsilon
        there = _cost(plan, options, memory, progress, nudged, samples, n_blocks, stop)
        memory[plan[GRADIENT] + p] = (there - origin) / width
        memory[nudged + p] = memory[theta + p]
    return here


@compiled(inline=True)
def _update(
    plan: Ints,
    options: Floats,
    memory: Floats,
    theta: int,
    new_theta: int,
    state: int,
    new_state: int,
    step: int,
    exact: bool,
    kind: int,
) -> bool:
    """Finish the gradient, write the next parameters and optimizer state; return whether all of them are finite.

    ``exact``: the gradient is still in lanes. With a ``kind`` below 0 only the gradient is finished.
    """
    padded = plan[PADDED]
    gradient = plan[GRADIENT]
    sums = plan[LANE_GRADIENT]
    has_penalty = plan[HAS_PENALTY]
    rate = options[LEARNING_RATE]
    epsilon = options[OPTIMIZER_EPSILON]
    keep1 = options[MOMENTUM]
    keep2 = options[DECAY]
    scale = 1.0
    root = 1.0
    if kind == ADAM:
        keep1 = options[BETA1]
        keep2 = options[BETA2]
        scale = rate / (1.0 - keep1 ** float(step))
        root = np.sqrt(1.0 - keep2 ** float(step))
    probe = _splat(0.0)  # stays 0 as long as what is multiplied by 0 is finite
    for p in range(0, padded, LANES):
        _keep_rolled()
        weight = _load(memory, theta + p)
        if exact:
            g = _eight_sums(memory, sums + p * LANES)
            if has_penalty:
                g = g + _load(memory, plan[PENALISED] + p) * _penalty_slope(weight, options[L1], options[L2])
            _store(memory, gradient + p, g)
        else:
            g = _load(memory, gradient + p)
        if kind == GRADIENT_DESCENT:
            value = weight - rate * g
        elif kind == MOMENTUM_DESCENT:
            velocity = keep1 * _load(memory, state + p) + g
            _store(memory, new_state + p, velocity)
            probe = probe + 0.0 * velocity
            value = weight - rate * (g + keep1 * velocity if plan[NESTEROV] else velocity)
        elif kind == RMSPROP:
            square = keep2 * _load(memory, state + p) + (1.0 - keep2) * g * g
            _store(memory, new_state + p, square)
            probe = probe + 0.0 * square
            value = weight - rate * g / (_root(square) + epsilon)
        elif kind == ADAM:
            first = keep1 * _load(memory, state + p) + (1.0 - keep1) * g
            second = keep2 * _load(memory, state + padded + p) + (1.0 - keep2) * g * g
            _store(memory, new_state + p, first)
            _store(memory, new_state + padded + p, second)
            probe = probe + 0.0 * second
            value = weight - scale * first / (_root(second) / root + epsilon)
        else:
            continue
        _store(memory, new_theta + p, value)
        probe = probe + 0.0 * value
    return _sum(probe) == 0.0


# ---- mini-batches


@compiled(inline=True)
def _mix(value: np.uint64) -> np.uint64:
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@compiled()
def _shuffle(seed: int, epoch: int, order: Ints, n_samples: int) -> None:
    """Draw the order of an epoch: `playground.core.batches.epoch_order`."""
    state = _mix(_mix(np.uint64(seed)) + np.uint64(epoch))
    for i in range(n_samples):
        order[i] = i
    for last in range(n_samples - 1, 0, -1):
        bound = np.uint64(last + 1)
        while True:
            state += np.uint64(0x9E3779B97F4A7C15)
            product = (_mix(state) >> np.uint64(32)) * bound
            low = product & np.uint64(0xFFFFFFFF)
            if low >= bound or low >= (np.uint64(1 << 32) - bound) % bound:
                break
        other = np.int64(product >> np.uint64(32))
        order[last], order[other] = order[other], order[last]


@compiled()
def _gather(plan: Ints, memory: Floats, order: Ints, place: int) -> int:
    """Copy the samples of a batch into blocks; return how many blocks."""
    first = place * plan[BATCH_SIZE]
    n_samples = min(plan[BATCH_SIZE], plan[N_SAMPLES] - first)
    n_columns = plan[N_COLUMNS]
    n_blocks = (n_samples + LANES - 1) // LANES
    share = 1.0 / n_samples
    block = plan[BATCH_BLOCKS]
    for i in range(n_blocks * LANES):
        given = i < n_samples
        row = plan[ROWS] + order[first + (i if given else 0)] * n_columns
        for column in range(n_columns):
            memory[block + column * LANES] = memory[row + column]
        memory[block + n_columns * LANES] = share if given else 0.0
        block += 1
        if i % LANES == LANES - 1:
            block += plan[BLOCK_SIZE] - LANES
    return n_blocks


# ---- what Python calls


_int_array, _float_array = int64[::1], float64[::1]


@compiled(int64(_int_array, _float_array, _float_array, _int_array, _int_array, _float_array, _int_array), cache=True)
def run(
    plan_array: Any, options_array: Any, memory_array: Any, progress_array: Any, order_array: Any, costs: Any, flag: Any
) -> int:
    """Take ``costs.size`` steps, or measure.

    `COST_ONLY` and `GRADIENT_ONLY` use all samples and put the cost into ``costs[0]``. With more ``costs``, `COST_ONLY`
    measures at as many parameter vectors, which lie one behind the other from the current one on.

    Returns
    -------
    int
        One of the outcomes. ``costs`` holds the cost before each step taken, and ``progress`` how many were.
    """
    plan = _pointer(plan_array)
    options = _pointer(options_array)
    memory = _pointer(memory_array)
    progress = _pointer(progress_array)
    order = _pointer(order_array)
    stop = _pointer(flag)
    mode = plan[MODE]
    full_batch = mode != TRAIN or plan[BATCH_SIZE] >= plan[N_SAMPLES]
    exact = mode != COST_ONLY and plan[METHOD] >= BACKPROPAGATION
    optimizer = plan[OPTIMIZER] if mode == TRAIN else -1
    per_epoch = (plan[N_SAMPLES] + plan[BATCH_SIZE] - 1) // plan[BATCH_SIZE]
    samples = plan[BLOCKS] if full_batch else plan[BATCH_BLOCKS]
    n_blocks = plan[N_BLOCKS]
    padded = plan[PADDED]
    state_size = padded * plan[N_SLOTS]
    current = progress[CURRENT]
    step = progress[STEP]
    optimizer_step = progress[OPTIMIZER_STEP]
    taken = 0
    outcome = FINISHED
    progress[WAS_INTERRUPTED] = 0
    while taken < costs.size:
        _keep_rolled()
        if not full_batch:
            epoch = step // per_epoch
            if progress[SHUFFLED_EPOCH] != epoch:
                _shuffle(plan[SHUFFLE_SEED], epoch, order, plan[N_SAMPLES])
                progress[SHUFFLED_EPOCH] = epoch
            n_blocks = _gather(plan, memory, order, step - epoch * per_epoch)
        theta = plan[THETA] + current * padded
        if exact:
            cost = _exact_gradient(plan, options, memory, progress, theta, samples, n_blocks, stop)
        elif mode == COST_ONLY:
            cost = _cost(plan, options, memory, progress, theta, samples, n_blocks, stop)
        else:
            cost = _difference_gradient(plan, options, memory, progress, theta, samples, n_blocks, stop)
        if progress[WAS_INTERRUPTED]:
            outcome = INTERRUPTED
            break
        costs[taken] = cost
        if mode == COST_ONLY:
            taken += 1
            current += 1
            continue
        if mode == TRAIN:
            if not np.isfinite(cost):
                outcome = BAD_COST
                break
            if plan[STOPS_BELOW] and cost < options[STOP_BELOW]:
                outcome = STOP_COST
                break
        is_finite = _update(
            plan,
            options,
            memory,
            theta,
            plan[THETA] + (1 - current) * padded,
            plan[STATE] + current * state_size,
            plan[STATE] + (1 - current) * state_size,
            optimizer_step + 1,
            exact,
            optimizer,
        )
        if mode != TRAIN:
            break
        if not is_finite:
            outcome = BAD_PARAMETER
            break
        optimizer_step += 1
        taken += 1
        step += 1
        current = 1 - current
    progress[TAKEN] = taken
    if mode != TRAIN:
        return outcome
    if taken > 0:
        progress[HAS_PREVIOUS] = 1
    progress[STEP] = step
    progress[OPTIMIZER_STEP] = optimizer_step
    progress[CURRENT] = current
    return outcome
