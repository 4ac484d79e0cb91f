"""What is to be trained: frozen, validated, and its file."""
