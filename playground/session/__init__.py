"""The single source of truth: what is being trained, how far it is, and what can be undone."""
