"""Who speaks for the maker of a model, how that is shown, what they say, and who has ties to them."""
