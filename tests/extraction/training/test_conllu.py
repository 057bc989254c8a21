import gzip

from extraction.training.conllu import ROOT, read_sentences

TEXT = """# newdoc id = first
# sent_id = 1
# newpar
1-2\tDon’t\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tDo\tdo\tAUX\tVB\t_\t3\taux\t_\t_
2\tn’t\tnot\tPART\tRB\t_\t3\tadvmod\t_\t_
3\tgo\tgo\tVERB\tVB\tMood=Imp\t0\troot\t_\tA=b|SpaceAfter=No
3.1\tgone\tgo\tVERB\tVB\t_\t_\t_\t_\t_

# sent_id = 2
1\tNo\tno\tINTJ\tUH\t_\t0\troot\t_\t_

# newdoc id = second
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_"""


def read(tmp_path, text=TEXT):
    path = tmp_path / "sample.conllu"
    path.write_text(text, encoding="utf-8")
    return list(read_sentences(path))


def test_heads_are_indexes_and_empty_nodes_are_left_out(tmp_path):
    words = read(tmp_path)[0].words

    assert [(w.index, w.form, w.tag, w.head, w.dep) for w in words] == [
        (0, "Do", "VB", 2, "aux"),
        (1, "n’t", "RB", 2, "advmod"),
        (2, "go", "VB", ROOT, "root"),
    ]


def test_a_multiword_token_has_no_space_inside_and_its_own_behind(tmp_path):
    words = read(tmp_path)[0].words

    assert [word.space for word in words] == [False, False, False]


def test_features_and_notes(tmp_path):
    words = read(tmp_path)[0].words

    assert words[2].notes == {"Mood": "Imp", "A": "b", "SpaceAfter": "No"}
    assert words[0].notes == {}


def test_documents_and_paragraphs(tmp_path):
    sentences = read(tmp_path)

    assert [(s.document, s.opens) for s in sentences] == [
        ("first", True),
        ("first", False),
        ("second", True),
    ]


def test_gzip_reads_alike(tmp_path):
    path = tmp_path / "sample.conllu.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(TEXT)

    assert list(read_sentences(path)) == read(tmp_path)


def test_an_empty_file_has_no_sentences(tmp_path):
    assert read(tmp_path, "") == []
