"""Steps of a new application: who, what is told, facts, credits elsewhere, check, done."""
