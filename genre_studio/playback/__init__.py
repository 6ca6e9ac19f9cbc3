"""When notes sound: scheduler, ports, synth, and the engine process that holds them."""
