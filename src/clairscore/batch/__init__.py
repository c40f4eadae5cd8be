"""A book worked through by parts of its clients, here in turn or by the workers of a cluster.

Either way a part is the same work with the same files as its result, to the last byte.
"""
