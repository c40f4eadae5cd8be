"""The program that MLflow keeps with a registered bundle and runs to serve it: code, no pickle."""

from clairscore.modelling.tracking.serving import hand_over

hand_over()
