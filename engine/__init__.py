"""Boards as data: knows no HTTP, no queue, no HTML."""
