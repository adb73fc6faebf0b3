"""What helps reviewers: proofs looked at, checks by machine, the order of the queue, marks, reminders."""
