"""Samples: where they come from, how they are drawn and edited. No Qt, no files of experiments."""
