"""What of a report the public reads: covered personal data, what is held for a check, and the coordinator's steps."""
