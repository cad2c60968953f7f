"""What Pygments makes of code: reads a JSON list of [language, code], writes a list of one letter for each byte."""
import json
import sys

from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Error, Generic, Keyword, Literal, Name, Number, Operator, String, Token

# The first that fits holds. `?` is what Pygments leaves open: a built-in type is a keyword or a name, a scalar of YAML anything.
KINDS = [
    (Error, "*"), (Comment.PreprocFile, "s"), (Comment.Preproc, "o"), (Comment, "c"), (String.Affix, "s"), (String, "s"),
    (Literal.Scalar, "?"), (Literal.Date, "n"), (Number, "n"), (Keyword.Type, "?"), (Name.Builtin.Pseudo, "?"),
    (Keyword, "k"), (Operator.Word, "k"), (Generic.Inserted, "i"), (Generic.Deleted, "d"), (Generic.Heading, "h"),
    (Generic.Subheading, "?"), (Token, "o"),
]
# What is called otherwise on purpose: fences, properties and their values, values and blocks of text of YAML, tables of TOML, comments that
# make documents.
OPEN = [
    ("markdown", String.Backtick), ("css", Keyword), ("toml", Keyword), ("yaml", Name.Variable), ("yaml", Name.Constant), ("php", String.Doc),
    ("rust", String.Doc),
]


def is_open(language, token, text):
    """The first and last name of a file in a diff, and words of a Dockerfile that are called texts though they have no quotes."""
    if language == "diff":
        return text.startswith(("---", "+++", "new file", "deleted file"))
    return language == "dockerfile" and token in String and text[:1] not in "'\""


def kinds(language, code):
    options = {"stripnl": False, "ensurenl": False}
    if language == "php" and "<?" not in code:
        options["startinline"] = True
    letters = []
    for token, text in get_lexer_by_name(language, **options).get_tokens(code):
        letter = next(letter for kind, letter in KINDS if token in kind)
        if any(language == name and token in kind for name, kind in OPEN):
            letter = "?"
        if is_open(language, token, text):
            letter = "?"
        letters.append(letter * len(text.encode()))
    return "".join(letters)


json.dump([kinds(language, code) for language, code in json.load(sys.stdin)], sys.stdout)
