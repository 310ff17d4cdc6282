"""Rules about files and folders, and about YAML in them."""

from __future__ import annotations

from studyhub.compiler.rules.rule import advice, error

OF_FILES = (
    error(
        "no-folder",
        "The folder to compile is not there.",
        explanation="A courses folder holds one folder for each course, and what they share.",
        bad="studyhub check cuorses/",
        good="studyhub check courses/",
    ),
    error(
        "no-course-file",
        "A course's folder has a file course.md.",
        explanation="It says what the course is called, in which language it is, and what it is about.",
        bad="courses/1917/01-february.md alone",
        good="courses/1917/course.md beside it",
    ),
    error(
        "file-name",
        "A module's file is called by a number and a word.",
        explanation="The number puts the modules in order; the id inside the file is what links and progress hold on to.",
        bad="February.md",
        good="02-february.md",
    ),
    error(
        "number-taken",
        "Each module of a course has a number of its own.",
        explanation="With one number twice, nobody could say which module comes first.",
        bad="02-february.md and 02-dual-power.md",
        good="02-february.md and 03-dual-power.md",
    ),
    advice(
        "stray-file",
        "The compiler has no use for a file or folder.",
        explanation="It may be called by a wrong name: then nothing of it would ever be published.",
        bad="library/work.yaml",
        good="library/works.yaml",
    ),
    error(
        "too-many",
        "A course has at most 500 modules, a folder at most 5,000 files.",
        explanation="Past that, something is in the folder that nobody wrote by hand.",
        bad="501 modules in one course",
        good="two courses, of which one needs the other",
    ),
    error(
        "too-large",
        "A file has at most 256 kB and 10,000 lines, its front matter at most 64 kB.",
        explanation="A module is what one or two meetings cover: about 10 kB. A larger file slows everybody down.",
        bad="the whole of a book in one module",
        good="a module that sets the book's chapters as readings",
    ),
    error(
        "long-line",
        "A line has at most 20,000 characters.",
        explanation="A paragraph of that length is not one that anybody can read.",
        bad="a book pasted as one line",
        good="paragraphs with empty lines between them",
    ),
    error(
        "symlink",
        "Files and folders are themselves, not links to another place.",
        explanation="A link could bring a file of the computer into a course that was never meant to be read.",
        bad="notes.md -> /home/me/notes.md",
        good="a copy of the file in the course's folder",
    ),
    error(
        "unreadable",
        "Every file can be read.",
        explanation="The compiler needs the right to read a file, and a file has to be one.",
        bad="a file without the right to read it",
        good="chmod u+r 02-february.md",
    ),
    error(
        "not-utf8",
        "Files are text in UTF-8.",
        explanation="It is the one encoding that holds every script, and what every editor writes by default.",
        bad="a file saved as Windows-1252 or as a word processor's document",
        good="the same text saved as UTF-8",
    ),
    error(
        "hidden-character",
        "No character stands in a file that nobody can see.",
        explanation="Control characters, marks that turn the direction of a text, and spaces without width make a text look "
        "like something that it is not. Joiners of Persian and Indian scripts and the marks LRM and RLM are allowed.",
        bad="a pasted text with a zero-width space in it",
        good="the same text without it; studyhub check --fix takes it out",
    ),
    error(
        "front-matter",
        "A course and a module begin with front matter.",
        explanation="Between two lines of three hyphens stand the keys that say what the text is.",
        bad="# Dual power",
        good="---\nid: dual-power\ntitle: Two powers in one city\n---",
    ),
    error(
        "yaml",
        "Front matter and library files are plain YAML.",
        explanation="Keys, texts and lists are all that is needed. Anchors, aliases, tags and deep nesting are refused, "
        "for they can do harm.",
        bad="title: Lenin: a life",
        good='title: "Lenin: a life"',
    ),
    error(
        "duplicate-key",
        "A key stands once.",
        explanation="Of two values, one would silently be lost.",
        bad="title: February\ntitle: Five days in February",
        good="title: Five days in February",
    ),
    error(
        "unknown-key",
        "Only known keys are used.",
        explanation="A misspelt key would silently be passed over.",
        bad="titel: Five days in February",
        good="title: Five days in February",
    ),
    error(
        "missing-key",
        "What is needed is there.",
        explanation="Pages cannot be shown without it, or would leave their readers without something they need.",
        bad="title: Five days in February",
        good="title: Five days in February\nwhy: To see how a rising begins without anybody having called it.",
    ),
    error(
        "wrong-type",
        "A value is of the kind that its key asks for.",
        explanation="Words stay words: `no` is never turned into false, and `12:30` never into a number.",
        bad="minutes: about twenty",
        good="minutes: 20",
    ),
)
