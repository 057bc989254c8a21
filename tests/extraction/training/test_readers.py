import spacy

from extraction.training import corpus, readers


def test_the_training_reader_repeats_itself_for_a_seed_but_not_from_pass_to_pass(treebank):
    nlp = spacy.blank("en")
    one, other = (readers.training_reader(str(treebank), 3, None) for _ in range(2))

    passes = [[example.text for example in one(nlp)] for _ in range(4)]

    assert passes == [[example.text for example in other(nlp)] for _ in range(4)]
    assert len(set(map(tuple, passes))) > 1


def test_without_a_teacher_only_texts_with_names_are_read(treebank):
    examples = readers.training_reader(str(treebank), 3, None)(spacy.blank("en"))

    assert {len(example.reference.ents) > 0 for example in examples} == {True}


def test_with_a_teacher_the_others_are_read_too(treebank, tmp_path):
    teacher = tmp_path / "teacher"
    spacy.blank("en").to_disk(teacher)

    examples = list(readers.training_reader(str(treebank), 3, str(teacher))(spacy.blank("en")))

    assert any("walks home" in example.text.lower() for example in examples)
    assert all(example.reference.has_annotation("ENT_IOB") for example in examples)


def test_the_scoring_reader_changes_nothing(treebank):
    read = readers.scoring_reader(str(treebank), "test")

    (example,) = read(spacy.blank("en"))

    assert example.text == "She walks home. " * 3
    assert len(corpus.scoring_sentences(treebank, "test")[0]) == 3
