"""Where notices and alarms go: `subscribe`, `unsubscribe`, `subscribers`."""
