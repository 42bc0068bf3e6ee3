"""The nouns everybody shares: frozen dataclasses without behaviour of their own."""
