"""Whether the people who apply today are still those whom the model has learnt from."""
