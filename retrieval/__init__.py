"""From a question to passages and a status. Knows nothing of conversations."""
