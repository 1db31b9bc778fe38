"""Rasa: understanding, rules, and the channel that the page speaks to."""
