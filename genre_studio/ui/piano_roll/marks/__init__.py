"""What stands on the ruler's upper row: markers, meters and tempos; laid out, typed, dragged."""
