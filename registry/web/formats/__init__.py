"""How dates are written in each language, where Django's own way is longer than a table has room for."""
