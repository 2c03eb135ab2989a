"""How dates and numbers are read and written, by language, where Django does it otherwise than people here do."""
