"""The evidence documents of a model, from the run's records alone: HTML and PDF, with figures."""

from clairscore.modelling.documents.page import Document
from clairscore.modelling.documents.populations import report_of
from clairscore.modelling.documents.records import Records, Sources, read_records
from clairscore.modelling.documents.write import Written, write_documents

__all__ = [
    "Document",
    "Records",
    "Sources",
    "Written",
    "read_records",
    "report_of",
    "write_documents",
]
