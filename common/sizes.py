"""Sizes, in one unit."""

MIB = 1024 * 1024
