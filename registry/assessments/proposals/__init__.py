"""What people propose, as values and rows: what of it can be kept, what it lacks, what it would change."""
