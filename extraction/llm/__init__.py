"""An OpenAI-compatible language model as an engine: asked over HTTP, believed only verbatim."""
