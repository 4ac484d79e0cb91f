"""Benchmarks: speed of the training step, memory of long runs, the window under load.

``python -m tests.benchmarks [speed|memory|window ...]``; nothing here passes or fails as a test.
"""
