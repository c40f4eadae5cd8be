"""The staff's screens, over a service in this process."""
