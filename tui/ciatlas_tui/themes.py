"""The colours: dark, light, high contrast, and safe for the colour-blind.

Colour never says anything alone; what came, went or changed also has a glyph and a word.
"""

from textual.theme import Theme

THEMES = (
    Theme(
        "dark",
        primary="#0178D4",
        secondary="#004578",
        accent="#ffa62b",
        warning="#ffa62b",
        error="#ba3c5b",
        success="#4EBF71",
        foreground="#e0e0e0",
        dark=True,
    ),
    Theme(
        "light",
        primary="#1f6feb",
        secondary="#0b4aa8",
        accent="#9a3412",
        warning="#9a5b00",
        error="#b3261e",
        success="#1a7f37",
        foreground="#1b1f24",
        background="#ffffff",
        surface="#f3f4f6",
        panel="#e5e7eb",
        dark=False,
        variables={"text-muted": "#4b5563"},
    ),
    Theme(
        "high-contrast",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#00ffff",
        warning="#ffb000",
        error="#ff6060",
        success="#00ff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#262626",
        dark=True,
        variables={"text-muted": "#e0e0e0"},
    ),
    # Okabe and Ito, "Color Universal Design" (2008): told apart with any kind of colour vision.
    Theme(
        "colour-blind",
        primary="#0072b2",
        secondary="#56b4e9",
        accent="#e69f00",
        warning="#e69f00",
        error="#d55e00",
        success="#56b4e9",
        foreground="#f0f0f0",
        background="#121212",
        surface="#1e1e1e",
        panel="#2b2b2b",
        dark=True,
    ),
)
"""In the order in which a key goes through them."""

NAMES = tuple(theme.name for theme in THEMES)
