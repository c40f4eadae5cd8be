"""What is kept: the records of the service, encrypted per client, in a tamper-evident order."""
