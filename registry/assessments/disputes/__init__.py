"""Challenges to published findings: opened, answered, decided, and what follows from that."""
