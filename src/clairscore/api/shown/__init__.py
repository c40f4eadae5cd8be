"""Records as callers see them: the bodies of answers, and how each is made from what is stored."""
