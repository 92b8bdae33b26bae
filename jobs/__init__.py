"""Durable background work: progress, cancel, retry, and a janitor for what a killed worker left."""
