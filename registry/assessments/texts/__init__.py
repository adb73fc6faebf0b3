"""Rules for what people type, whatever it is about: spelling, filters, signs of spam."""
