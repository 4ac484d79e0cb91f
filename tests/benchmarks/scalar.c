/* The baseline of the benchmarks: gradient descent by backpropagation in plain scalar C, in the paper's style.
 *
 * float32, one sample at a time, layers whose sizes are known only at run time, sigmoid through libm's expf.
 * Exact gradients (no factor 2 for each layer), cost = mean over samples of the squares summed over the outputs.
 * theta is W1, b1, W2, b2, ... each row-major, W of shape (fan_in, fan_out), as in the playground.
 *
 * Simple, not wasteful: all memory is taken once per call, nothing is computed twice, all inner loops but one run
 * along rows, and the compiler knows that the arrays do not overlap.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIGMOID = 0, LINEAR = 4 };

typedef struct {
    int depth;              /* layers of weights */
    const int *sizes;       /* depth + 1 numbers of units */
    const int *activations; /* depth codes */
    int biases;
} Network;

/* a[0..n_out) = f(x W + b) for one sample. */
static void forward_layer(const Network *net, int layer, const float *restrict theta, const float *restrict x,
                          float *restrict a)
{
    const int n_in = net->sizes[layer], n_out = net->sizes[layer + 1];
    const float *restrict b = theta + n_in * n_out;
    for (int k = 0; k < n_out; ++k)
        a[k] = net->biases ? b[k] : 0.0f;
    for (int j = 0; j < n_in; ++j) {
        const float *restrict w = theta + j * n_out;
        const float xj = x[j];
        for (int k = 0; k < n_out; ++k)
            a[k] += xj * w[k];
    }
    if (net->activations[layer] == SIGMOID)
        for (int k = 0; k < n_out; ++k)
            a[k] = 1.0f / (1.0f + expf(-a[k]));
}

/* Adds one sample's share to the gradient of a layer; on the way down `below` becomes dC/da of the layer below. */
static void backward_layer(const Network *net, int layer, const float *restrict theta, const float *restrict x,
                           const float *restrict a, float *restrict grad_a, float *restrict below,
                           float *restrict gradient)
{
    const int n_in = net->sizes[layer], n_out = net->sizes[layer + 1];
    if (net->activations[layer] == SIGMOID)
        for (int k = 0; k < n_out; ++k)
            grad_a[k] *= a[k] * (1.0f - a[k]);
    for (int j = 0; j < n_in; ++j) {
        float *restrict g = gradient + j * n_out;
        const float xj = x[j];
        for (int k = 0; k < n_out; ++k)
            g[k] += xj * grad_a[k];
    }
    if (net->biases) {
        float *restrict g = gradient + n_in * n_out;
        for (int k = 0; k < n_out; ++k)
            g[k] += grad_a[k];
    }
    if (below) /* the first layer has nothing below it to pass on to */
        for (int j = 0; j < n_in; ++j) {
            const float *restrict w = theta + j * n_out;
            float sum = 0.0f;
            for (int k = 0; k < n_out; ++k)
                sum += w[k] * grad_a[k];
            below[j] = sum;
        }
}

/* One pass over all samples: fills the gradient, returns the cost. */
static float cost_and_gradient(const Network *net, const int *starts, const int *units, int n_samples,
                               const float *inputs, const float *targets, const float *theta, float *activations,
                               float *grad_a, float *gradient)
{
    const int depth = net->depth, n_in = net->sizes[0], n_out = net->sizes[depth];
    float cost = 0.0f;
    memset(gradient, 0, sizeof(float) * starts[depth]);
    for (int i = 0; i < n_samples; ++i) {
        const float *x = inputs + i * n_in, *y = targets + i * n_out;
        for (int l = 0; l < depth; ++l)
            forward_layer(net, l, theta + starts[l], l ? activations + units[l - 1] : x, activations + units[l]);
        const float *out = activations + units[depth - 1];
        float *last = grad_a + units[depth - 1];
        for (int k = 0; k < n_out; ++k) {
            const float difference = out[k] - y[k];
            cost += difference * difference;
            last[k] = 2.0f * difference;
        }
        for (int l = depth - 1; l >= 0; --l)
            backward_layer(net, l, theta + starts[l], l ? activations + units[l - 1] : x, activations + units[l],
                           grad_a + units[l], l ? grad_a + units[l - 1] : NULL, gradient + starts[l]);
    }
    for (int p = 0; p < starts[depth]; ++p)
        gradient[p] /= n_samples;
    return cost / n_samples;
}

/* Takes n_steps full-batch steps in place and returns the cost before the last of them, or -1 without memory. */
float train(int depth, const int *sizes, const int *codes, int biases, int n_samples, const float *inputs,
            const float *targets, float *restrict theta, float learning_rate, long n_steps)
{
    const Network net = {depth, sizes, codes, biases};
    int *starts = malloc(sizeof(int) * 2 * (depth + 1)), *units = starts + depth + 1;
    if (!starts)
        return -1.0f;
    starts[0] = units[0] = 0;
    for (int l = 0; l < depth; ++l) {
        starts[l + 1] = starts[l] + (sizes[l] + (biases ? 1 : 0)) * sizes[l + 1];
        units[l + 1] = units[l] + sizes[l + 1];
    }
    float *memory = malloc(sizeof(float) * (2 * units[depth] + starts[depth])), cost = -1.0f;
    if (memory) {
        float *activations = memory, *grad_a = memory + units[depth];
        float *restrict gradient = memory + 2 * units[depth];
        for (long step = 0; step < n_steps; ++step) {
            cost = cost_and_gradient(&net, starts, units, n_samples, inputs, targets, theta, activations, grad_a,
                                     gradient);
            for (int p = 0; p < starts[depth]; ++p)
                theta[p] -= learning_rate * gradient[p];
        }
    }
    free(memory);
    free(starts);
    return cost;
}
