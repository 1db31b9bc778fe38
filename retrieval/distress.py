"""Is this somebody in distress or danger, or telling of somebody who is? Then nothing else that a text may mean counts.

"A refuge for abused women" is a service, "my husband abuses me" is not. What is said outright is told by patterns that want a
person: the one who types, one of their own, or one whom they speak of singly. The rest is told by a small classifier over the
sentence's meaning and its words, trained on two lists of sentences: when one is missed or wrongly taken, it goes into its list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge.folding import folded
from retrieval.encoder import Encoder, Vectors
from retrieval.index import Index, arrays
from retrieval.subject import Subject, asks_of, questions_elsewhere

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

HERE = Path(__file__).parent
# One sentence a line. When the guide misses one or takes one wrongly, a sentence like it goes into its list.
DISTRESS, ORDINARY = HERE / "distress.txt", HERE / "ordinary.txt"
FILE = "distress.npz"
# Log-odds from which a text is taken for distress: in six-fold cross-validation on the two lists and 6,000 other sentences
# (docs/measurements.md, "Distress").
LEAST = 0.25
# A text of several sentences whose whole is below this holds none of distress: of 300 texts with one among up to five others the
# lowest is at -7.0, while of long questions half are below -8.7.
SURELY_NOT = -7.5
MOST_SENTENCES = 8  # of a text, looked at one by one beside the whole
LONGEST = 4000  # characters that are looked at; the longest message is 2,000
WORDS = 2**15  # columns that words and pairs of words are hashed into

# --- said outright ---------------------------------------------------------------------------------------------------

_SHORT_FORMS = (
    (r"\bi (?:am|m)\b", "im"), (r"\bi (?:have|ve)\b", "ive"), (r"\bi (?:will|ll)\b|\bill\b", "i will"),
    (r"\bcan ?not\b", "cant"), (r"\b(do|does|did|is|was|would|could|has) not\b", r"\1nt"), (r"\bwill not\b", "wont"),
    (r"\b(he|she|there) is\b", r"\1s"), (r"\bg[ou]nna\b", "going to"), (r"\bwanna\b", "want to"),
    (r"\b(want|going) 2\b", r"\1 to"),
    (r"\bany more\b", "anymore"), (r"\bmy self\b", "myself"),
)  # fmt: skip
_PLAINER = tuple((re.compile(pattern), form) for pattern, form in _SHORT_FORMS)

_KIN = (
    "(?:husband|wife|partner|boyfriend|girlfriend|ex|dad|father|mum|mam|mother|parents|step ?(?:dad|father|mum|mother)|brother|"
    "sister|son|daughter|uncle|aunt|cousin|nephew|niece|grand(?:dad|father|mother|son)|nan|gran|family)"
)
_KNOWN = (
    "(?:carer|care worker|boss|manager|colleague|supervisor|neighbour|landlord|councillor|client|patient|man|woman|friend|nurse)"
)
_CHILD = "(?:child|children|kids?|boy|girl|baby|toddler|pupil|teenager|lad|lass|young (?:person|man|woman|lad|girl))"
_WEAK = "(?:residents?|service user|user|client|patient|tenant|lady|man|woman|neighbour|friend|colleague|person)"
_ONE = rf"(?:he|she|someone|somebody|(?:(?:my|his|her|a|the|our) )+(?:[\w-]+ )?(?:{_KIN}|{_KNOWN})|{_KIN})"
_ME = rf"(?:me|my (?:[\w-]+ )?(?:{_KIN}|{_CHILD}|face|head|arms?)|(?:the|our) (?:kids|children|baby)|her|him)"
_SINGLY = rf"(?:an?|one of (?:our|my|the)|my|our|the|this|that|his|her|another) (?:[\w-]+ ){{0,3}}?(?:{_CHILD}|{_WEAK}|{_KIN})"
_WHOM = (
    r"(?:me|you|him|her|them|myself|people|everyone|someone|"
    rf"(?:my|his|her|our|the) (?:[\w-]+ )?(?:{_KIN}|{_KNOWN}|{_CHILD}|staff|people))"
)
_HITS = (
    "(?:hit|beat|punch|kick|slap|smack|strangl|chok|rap|hurt|abus|attack|assault|stab|threaten|molest|grop|touch|burn|pinch|push|"
    "shov|scream at|shouts? at|bull|stalk|grab|harass|lock|tie|tying|starv|groom|forc|controll|kill)"
    "(?:s|es|ed|ing|ting|ped|ping|bed|bing|ies|ied|ying|y|d|e|en)?"
)
_DONE = (
    "(?:abused|raped|assaulted|beaten|attacked|hit|groped|molested|stalked|trafficked|groomed|starved|neglected|tied|hurt|harmed|"
    "exploited|punched|kicked|slapped|stabbed|kept as a slave|locked in|forced to|made to|left alone|threatened with a)"
)
_KILL = "(?:kill|murder|stab|shoot|hurt|harm|attack|beat|rape|strangle|poison)"
_PILLS = "(?:pills|tablets|paracetamol|painkillers|overdose)"
_SOME = r"(?:(?!who |that |whose |which )[\w-]+ ){0,6}?"
_FEW = r"(?:[\w-]+ ){0,4}?"
_IS = "(?:is|are|was|were|has been|have been|being|gets|keeps being)"
_SELF = "(?:himself|herself|themself)"
_I = "(?:i|im|ive|id)"

_OUTRIGHT = [
    re.compile(rf"\b(?:{pattern})\b")
    for pattern in (
        # of oneself
        r"(?:kill|hurt|harm|cut|hang|drown|top|neck|starve|unalive|burn)(?:ing|ting|ping|ed)? myself",
        r"do(?:ing)? myself in|kms|unalive",
        r"(?:end|ending|take|taking|took) (?:it all|my (?:own )?life)",
        rf"{_I} {_FEW}(?:suicidal|want to die|wish i (?:was|were) dead|be dead|like dying)",
        r"(?:better off|rather be|id be better) (?:dead|without me)|dont want to (?:live|be alive|wake up)",
        r"nothing left to live for",
        r"(?:no|the|any|see a) (?:point|reason) (?:in|of|to|for) (?:living|live|being alive)",
        r"life (?:isnt|is not|not) worth living|do something stupid|planning (?:how to die|my death)",
        r"way to (?:die|kill (?:myself|yourself))|does it take to die",
        rf"(?:taken|took|swallowed|saving up|saved up) {_FEW}{_PILLS}|(?:take|taking) all (?:my|her|his) {_PILLS}",
        r"(?:jump|jumping|throw myself) (?:off|in front of|under) (?:a|an|the) (?:[\w-]+ )?"
        r"(?:bridge|roof|train|building|cliff|bus|lorry)",
        r"(?:im|standing|sitting) (?:[\w-]+ ){0,2}?on (?:the|a) (?:edge of the (?:car park )?)?(?:roof|bridge|ledge|tracks)",
        # done to oneself, or to one's own
        rf"{_ONE} {_FEW}{_HITS} (?:[\w-]+ ){{0,2}}?{_ME}"
        r"(?! (?:with|over|about|for|if) (?:legal|court|a claim|questions|the|i|this))",
        rf"they (?:[\w-]+ )?(?:hit|beat|slap|kick|rape|tie|starve|lock) (?:me|him|her|my (?:{_KIN}|{_CHILD}))",
        r"(?:im|i was|ive been|i got|am being|im being) (?:[\w-]+ )?"
        r"(?:abused|raped|assaulted|groped|molested|stalked|strangled|trafficked)",
        r"(?:death|bomb|rape) threats?(?= (?:about|since|from|against|to me|every)|$| now)",
        # threats
        rf"(?:i will|im going to|i want to|going to|i could) (?:[\w-]+ )?{_KILL} {_WHOM}",
        rf"(?:threatened|threatening|threatens|said (?:he|she|they) (?:will|would)|says (?:he|she) will|will|wants to|tried to) "
        rf"{_KILL} (?:me and|me if i leave|{_SELF}|him|her|my {_KIN}|our [\w-]+|us all|the kids)",
        r"(?:he|she|hes|shes|theres|someone|man|woman|patient) (?:[\w-]+ ){0,4}?(?:a|the) (?:knife|gun|machete|axe)(?! crime)",
        # somebody else
        rf"{_SINGLY} {_SOME}{_IS} (?:being )?{_DONE}",
        rf"{_SINGLY} {_SOME}(?:wants? to die|(?:wants? to|tried to|is going to|going to|will) (?:kill|hurt|hang|harm) {_SELF})",
        r"(?:daughter|son|sister|brother|friend|she|he)s? (?:[\w-]+ ){0,2}?(?:self harm\w*|cutting (?:herself|himself))",
        rf"(?:staff|carers?|they|nurses?|parents?) {_FEW}(?:hit|slap|beat|drag|tie|ties|slapping|hitting|beating|starving) "
        rf"(?:the |an? |my |our )?(?:[\w-]+ )?(?:{_WEAK}|patients|{_KIN}|{_CHILD})",
        # in Welsh, which the classifier knows nothing of
        r"lladd fy hun(?:an)?|(?:eisiau|isio|moyn) marw|(?:ddim|dim) (?:eisiau|isio|moyn) byw|yn hunan-?niweidio",
        r"mae fy (?:ngŵr|mhartner|ngwraig|nhad|mam|nghariad|mrawd|mab) (?:[\w-]+ ){0,3}?"
        r"(?:nharo|taro|curo|nghuro|ng?h?am-?drin)",
        r"i (?:[\w-]+ ){0,3}?(?:report|make|raise) (?:[\w-]+ ){0,2}?(?:abuse|neglect|safeguarding (?:referral|concern|alert))",
    )
]
_PERSON = re.compile(
    rf"\b(?:i|im|i'm|ive|i've|me|my|myself|he|she|him|her|his|someone|somebody|{_KIN}|{_KNOWN}|{_CHILD}|{_WEAK})\b", re.IGNORECASE
)
# "What happens if a child is hurt?" asks for a clause.
_SUPPOSED = re.compile(
    r"\b(?:if|whether|in case|who is (?:liable|responsible)|"
    r"(?:how|what) (?:do|should|can|would|must) (?:we|providers?|a provider))\b"
)


def _plain(text: str) -> str:
    """Lower case without apostrophes and signs, short forms made one."""
    said = " ".join(re.findall(r"[\w-]+", folded(text).lower().replace("'", "")))
    for pattern, form in _PLAINER:
        said = pattern.sub(form, said)
    return said


def said_outright(text: str) -> bool:
    """True for words that leave no doubt."""
    said = _plain(text)
    found = (pattern.search(said) for pattern in _OUTRIGHT)
    return any(match and not _SUPPOSED.search(said[: match.start()]) for match in found)


# --- told by likeness ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Distress:
    """Weights over a text's vector and its hashed words, float32 of shape (dimensions + WORDS,); `encoder`: untuned."""

    weights: Vectors
    constant: float
    encoder: Encoder

    @classmethod
    def build(cls, index: Index, subject: Subject) -> Distress:
        """Train on the two lists, with all questions of the subject, ours and others, as further ordinary ones."""
        from scipy.sparse import csr_matrix, hstack
        from sklearn.linear_model import LogisticRegression

        distress, ordinary = (file.read_text(encoding="utf-8").splitlines() for file in (DISTRESS, ORDINARY))
        texts = [*distress, *ordinary, *asks_of(index), *questions_elsewhere()]
        listed = len(distress) + len(ordinary)
        vectors = np.concatenate([subject.encoder.encode(texts[:listed]), subject.ours, subject.others])
        values = hstack([csr_matrix(vectors), _hashed(texts)]).tocsr()
        counts = np.where(np.arange(len(texts)) < listed, 2.0, 0.3)  # there are ten times as many asks
        model = LogisticRegression(C=10, max_iter=3000).fit(values, np.arange(len(texts)) < len(distress), sample_weight=counts)
        return cls(model.coef_[0].astype(np.float32), float(model.intercept_[0]), subject.encoder)

    def found_in(self, text: str) -> bool:
        """True if a text speaks of self-harm, abuse or a threat of one person, or of somebody at risk."""
        said = folded(text)[:LONGEST].strip()
        if not said or said_outright(said):
            return bool(said)
        whole = self.scores([said])[0]
        parts = _sentences(said) if SURELY_NOT <= whole < LEAST else []
        return max([whole, *self.scores(parts)] if parts else [whole]) >= LEAST

    def scores(self, texts: Sequence[str]) -> list[float]:
        """Log-odds that each does, by its likeness to the two lists."""
        vectors = self.encoder.encode(texts)
        size = vectors.shape[1]
        found = vectors @ self.weights[:size] + _hashed(texts) @ self.weights[size:] + self.constant
        return [float(score) for score in found]

    def save(self, folder: Path) -> None:
        """Write the weights; `load` reads them."""
        np.savez_compressed(folder / FILE, weights=self.weights, constant=self.constant)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder) -> Distress:
        """Read what `save` wrote.

        Raises:
            NoIndexError: if there is nothing.
        """
        stored = arrays(folder, FILE)
        return cls(stored["weights"], float(stored["constant"]), encoder)


def _sentences(text: str) -> list[str]:
    """Those of a text of several sentences that speak of a person: one of distress among others is not to drown."""
    parts = [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n+", text)]
    return [part for part in parts if _PERSON.search(part)][:MOST_SENTENCES] if len(parts) > 1 else []


def _hashed(texts: Sequence[str]) -> csr_matrix:
    """Words and pairs of words of texts, float32 of shape (texts, WORDS), rows of length 1."""
    from sklearn.feature_extraction.text import HashingVectorizer

    hashing = HashingVectorizer(
        n_features=WORDS, ngram_range=(1, 2), alternate_sign=False, token_pattern=r"\S+", preprocessor=_plain, dtype=np.float32
    )
    return hashing.transform(texts)
