"""Other learners on the same folds and features, so that the choice of the served one is seen."""
