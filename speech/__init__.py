"""The voice of the house: engines, text, effects, audio, model packs."""
