"""Questions that structured facts answer: what is X, X beside Y, who helps, what happened when, who should do what.

`Reader.read` makes an `Asked` of a question, by the closed list in `lookups.yml`; `Sheets.made` makes the `Sheet` that answers
it. What does not fit the list is None, and goes to the passages.
"""

from knowledge.lookup.asked import Asked, Period, Reader, Subject
from knowledge.lookup.sheets import NOT_GIVEN, Row, Sheet, Sheets

__all__ = ["NOT_GIVEN", "Asked", "Period", "Reader", "Row", "Sheet", "Sheets", "Subject"]
