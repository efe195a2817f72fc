"""What staff and reporters can do to a ticket: one record for each action, and everything derived from it."""
