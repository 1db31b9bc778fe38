"""Rasa's doorway: each action turns slots into a `Talk`, makes one call, and turns a `Turn` into replies and slots."""
