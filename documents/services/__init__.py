"""Everything that changes a document. The rules of each act are in its module."""

from documents.services.adding import Added, SameAddress, SameText, add_document, add_version
from documents.services.editing import edit_document, outlook, restrict_document
from documents.services.processing import cancel_processing, retry_processing
from documents.services.triage import finish_triage, skip_triage, start_triage
from documents.services.withdrawing import restore_document, withdraw_document

__all__ = [
    "Added",
    "SameAddress",
    "SameText",
    "add_document",
    "add_version",
    "cancel_processing",
    "edit_document",
    "finish_triage",
    "outlook",
    "restore_document",
    "restrict_document",
    "retry_processing",
    "skip_triage",
    "start_triage",
    "withdraw_document",
]
