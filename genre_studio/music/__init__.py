"""Plain musical values and pure functions over them. No Qt, torch or rtmidi here."""
