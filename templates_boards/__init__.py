"""Ready-made boards: reviewed JSON in a folder for each trade, and the one loader that installs them."""
