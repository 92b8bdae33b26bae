"""Models of research, run on this machine by PyTorch: the extra `hf`, and extras of their own.

Nothing of PyTorch is imported before a model is loaded: it takes seconds, and a quarter of a gigabyte.
"""
