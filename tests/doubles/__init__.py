"""The ports in memory, for the simulation and the tests. They pass the same contract tests as the real adapters."""
