"""What staff and reporters can do to a ticket: one record an action, and everything that is derived from it."""
