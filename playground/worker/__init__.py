"""The thread that trains. QtCore only; everything that crosses is frozen and its arrays are read-only."""
