"""Tiny checkpoints of Transformers', with random weights, saved as real ones are."""
