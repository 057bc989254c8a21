"""An invented article for who has nothing to hand. Places and people are made up."""

from documents.dates import parse
from documents.drafts import DocumentDraft
from documents.vocabularies import DocumentKind

TEXT = """Grain terminal in Velmar stays closed after fire

The grain terminal in the port of Velmar will stay closed for at least two weeks, the harbour master, Edda Korrin, said on Friday. “We will not open it before the tunnel has been inspected,” she told reporters.

The fire broke out early on Thursday in the conveyor tunnel. According to the city’s fire service, eleven people were treated for smoke. A spokesman for the owner, Meridel Grain, said that lightning had struck the roof at about half past five. “There was nothing anybody could have done,” he said.

The dockers’ union disputes that. Its chair, Joren Hask, said the extinguishing line in the tunnel had been dry since spring, and that the company had been warned twice. Meridel Grain denied having received any warning.

An official of the Ministry of Ports, who asked not to be named, told the Velmar Courier that inspectors had found the line without pressure in August. The ministry did not answer questions.

Lena Varro, who lives on the Lower Quay, said she had heard a loud bang shortly before the alarm. “It sounded like something had burst,” she said.

The union expects bread prices in the region to rise before December. Korrin called that “guesswork”.
"""  # noqa: E501  (one paragraph is one line, with the quotation marks of a paper)

DRAFT = DocumentDraft(
    title="Grain terminal in Velmar stays closed after fire",
    kind=DocumentKind.ARTICLE,
    publisher="The Velmar Courier",
    published=parse("16 Oct 2026"),
    topic_words=("Terminal fire",),
)
