"""What people write beside the facts, what is reported of it, and what curators take down."""
