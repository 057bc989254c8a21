"""How documents are held against the history."""

from documents import verifying
from documents.models import Document, DocumentVersion, Origin
from history.registry import add_check, prove

FOLLOWS = "follows the job that reads it; that it is withdrawn stands in the reason as well"
prove(Origin)
prove(Document, untold={"processing": FOLLOWS, "failure": FOLLOWS})
prove(DocumentVersion, team="document__team_id")
add_check("text", verifying.texts)
add_check("withdrawal", verifying.withdrawals)
