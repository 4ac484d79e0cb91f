"""The mathematics: networks, costs, gradients, optimizers and the compiled training step.

Pure NumPy and Numba; nothing here knows of Qt, files or windows.
"""
