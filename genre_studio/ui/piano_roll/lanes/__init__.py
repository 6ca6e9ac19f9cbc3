"""The lanes below the paper: velocities, controllers, pedals, bends, instruments. One file a concern."""
