"""The composition root: the one file that joins the rooms into the window."""
