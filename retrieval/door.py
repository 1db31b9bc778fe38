"""What every typed text passes before anything looks at it: one spelling, and for the search the question alone."""

from __future__ import annotations

import re
import unicodedata

from knowledge.folding import folded

__all__ = ["folded", "searched"]

# Pictures: to the encoder each is an unknown word that moves the meaning of the rest.
_PICTURES = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
_NUMBERING = re.compile(
    r"""\s*(?: (?:q(?:uestion)?|no|number) \s*\.?\s* \d{1,3} \s*[.):-]   # Q1. or question 12:
          | \(? (?:\d{1,2}|[a-z]) [.)] (?=\s)                            # 3) or b.
          | [-*•·>]+ (?=\s) | q\s*[:.]
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_QUOTED = re.compile(r"""\s*(["'])(.+)\1\s*([?.!]?)\s*$""", re.DOTALL)

_HELLO = r"""(?: dear(?:\ [\w/]+){1,4} (?=\s*[,\n])
    | (?:hi|hello|hey|hiya|good\ (?:morning|afternoon|evening|day)|greetings|morning|afternoon)
      (?:\ (?:there|all|everyone|both|team|again|guide|folks|colleagues|madam|sir(?:(?:\ or\ |/)madam)?))? )"""
_WELL = r"""(?: (?:i\ )?(?:hope|trust)\ (?:that\ )?
    (?:you(?:'re|\ are)|this\ finds\ you|all\ is|everything\ is|your) [^.,!?;\n]{0,30} )"""
_SORRY = r"""(?: sorry\ to\ (?:bother|trouble|disturb)\ you(?:\ again)? | sorry | apologies | excuse\ me
    | (?:just\ a\ )?quick\ (?:one|question) )"""
_BEFORE = re.compile(
    rf"""\s*(?: (?:{_HELLO}|{_WELL}|{_SORRY}) \s* (?:[,.!;:-]+|\n|$)
          | {_HELLO} \s+ (?= {_WELL} | (?:i|we|can|could|please|what|how)\b ) )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# "could you tell me how ..." asks how; "tell me about Torbay" needs its words.
_WOULD_YOU = re.compile(
    r"""\s*(?:(?:please|kindly)\s+)?
    (?: (?:could|can|would|will)\ (?:you|u|someone|anyone)(?:\ please|\ kindly|\ possibly)? \s+
        (?:tell\ me|explain(?:\ to\ me)?|let\ me\ know|advise(?:\ me)?|say|help\ me\ understand|clarify)
      | i(?:'d|\ would)\ (?:like|love)\ to\ know | i(?:'m|\ am|\ was)\ (?:just\ )?wondering | i\ (?:want|need)\ to\ know
      | do\ you\ (?:happen\ to\ )?know | any\ idea | please\ (?:tell\ me|advise|explain|let\ me\ know) )
    (?:\ please)?
    (?: \s*:\s* | ,?\s+ (?: (?:if|whether)\s+(?=(?:there|it|we|i)\b)
                          | (?=(?:who|whom|whose|what|when|where|which|why|how)\b) ) )""",
    re.IGNORECASE | re.VERBOSE,
)
_AFTER = re.compile(
    r"""(?: [\s,-]+ (?: (?:many\ |kind\ |with\ )?(?:thanks|thank\ you|thankyou|thx|cheers)
            (?:\ (?:very\ much|so\ much|a\ lot|in\ advance|again|all|everyone|for\ (?:your|the|any|all\ your)\ help))*
          | ta | please | pls | plz )
      | (?:(?<=[.!?])|\n) [\s,-]* (?: (?:kind(?:est)?|best|warm)\ (?:regards|wishes) | regards | best
          | yours\ (?:sincerely|faithfully) ) (?:[\s,]+\w+){0,2} )
    [\s.,!]* (?P<asked>\?*) \s*$""",
    re.IGNORECASE | re.VERBOSE,
)
LOUD = 3  # words in capitals from which on a text is shouted; fewer may be short forms: "TUPE PSR?"


def searched(text: str) -> str:
    """What is searched for of a text: folded, without accents, pictures, courtesies, numbering and quotes round it.

    Never empty where the text was not: "thanks" stays. A text all in capitals is lowered, or none of its words could be
    told from a short form. Doing it twice is doing it once.
    """
    said = " ".join(_without_accents(_PICTURES.sub(" ", folded(text))).split(" "))
    while True:
        less = _cut(said)
        if less == said:
            return less
        said = less


def _cut(said: str) -> str:
    less = said.strip()
    for pattern in (_NUMBERING, _BEFORE, _WOULD_YOU, _AFTER):
        found = pattern.search(less) if pattern is _AFTER else pattern.match(less)
        if not found:
            continue
        asked = found.groupdict().get("asked") or ""
        rest = f"{less[: found.start()]}{asked}{less[found.end() :]}".strip(" \n,;:")
        less = rest if re.search(r"\w{2}", rest) else less
    quoted = _QUOTED.match(less)
    if quoted and re.search(r"\w", quoted[2]) and quoted[1] not in re.sub(r"\b'\b", "", quoted[2]):
        less = f"{quoted[2]}{quoted[3]}"
    less = " ".join(less.split())
    letters = [word for word in less.split() if any(map(str.isalpha, word))]
    return less.lower() if len(letters) > LOUD and less.upper() == less else less


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in apart if unicodedata.category(c) != "Mn"))
