"""The gradient descent playground: see how a network learns, number by number."""

__version__ = "0.1.0"
