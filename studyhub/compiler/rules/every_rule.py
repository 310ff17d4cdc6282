"""Every rule that `studyhub check` keeps, by its word."""

from __future__ import annotations

from studyhub.compiler.rules.of_blocks import OF_BLOCKS
from studyhub.compiler.rules.of_files import OF_FILES
from studyhub.compiler.rules.of_modules import OF_MODULES
from studyhub.compiler.rules.of_text import OF_TEXT
from studyhub.compiler.rules.rule import Rule

RULES: dict[str, Rule] = {rule.name: rule for rule in (*OF_FILES, *OF_MODULES, *OF_BLOCKS, *OF_TEXT)}
