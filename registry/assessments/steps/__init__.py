"""The way of an assessment: its states, who may take which step, and the verbs that workflow.py names."""
