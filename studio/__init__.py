"""Conversations and compositions, rendering and mixing."""
