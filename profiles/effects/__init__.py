"""Chains of effects for people: the rack they are set in, presets, and hearing them on a clip."""
