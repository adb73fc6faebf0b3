"""What is read of assessments, by who asks: authors, reviewers, the public."""
