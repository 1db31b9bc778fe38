"""An answer in words, complete as plain text: `**` marks what stands out, "- " begins a line of a list."""

from __future__ import annotations

from collections.abc import Collection

from knowledge import currency
from knowledge.records import Note, Passage
from knowledge.wording import joined
from retrieval.answer import Answer, Answerer, Found, Missed, cited
from retrieval.language import WELSH
from retrieval.tabled import Numbered

DISTRESS = (
    "I am sorry. I am a program and cannot help with this, but there are people who can.\n\n"
    "- **You or somebody else is in danger now:** call **999**.\n"
    "- **You would like to talk to somebody,** at any hour, free of charge: call **Samaritans on 116 123**.\n"
    "- **You are worried about a child or an adult:** tell your organisation's **safeguarding lead** now. If it is about your "
    "own work or workplace, **HR** can help you, too.\n\n"
    "I have not kept what you wrote. If I misunderstood you, please say it in other words."
)
ENGLISH_ONLY_IN_WELSH = (
    "Mae'n ddrwg gen i, dim ond Saesneg rydw i'n ei deall. Ysgrifennwch yn Saesneg, os gwelwch yn dda, neu gofynnwch i'ch "
    "sefydliad am help yn Gymraeg."
)
OFF_TOPIC = (
    "That is outside what I know. I can help with commissioning public services, above all from social enterprises: "
    "needs, design, users, risk, money, contracts and results."
)
NOT_CERTAIN = "No passage answers this for certain. The nearest that I hold:"
FAILED = (
    "I have a technical problem and cannot answer just now. Nothing that you told me is lost. Try again in a minute; if "
    "it lasts, tell whoever runs this guide."
)


def plain_answer(answerer: Answerer, answer: Answer, overdue: str | None = None, told: Collection[str] = ()) -> str:
    """What the reader sees for any status.

    `overdue` is the line of `currency.overdue`, where it is to be said; `told` are the ids of the notes that this conversation
    has had in full.
    """
    if answer.status == "answered":
        return "\n\n".join(part for part in (_answered(answerer, answer, told), overdue) if part)
    fixed = {"distress": DISTRESS, "off_topic": OFF_TOPIC, "failed": FAILED}
    if answer.status in fixed:
        return fixed[answer.status]
    if answer.status == "nearest":
        return _nearest(answerer, answer, told)
    if answer.status == "not_covered":
        return _not_covered(answerer, answer)
    return _unclear(answer) if answer.status == "unclear" else _personal(answer)


def english_only(language: str) -> str:
    """The reply to a text in another language, whose English name is given; in Welsh, too, for Welsh."""
    told = f"That looks like {language}. I understand English only: please say it in English. I have not kept what you wrote."
    return f"{ENGLISH_ONLY_IN_WELSH}\n\n{told}" if language == WELSH else told


def passage(answerer: Answerer, found: Found) -> str:
    """Title, text with the marked sentence, and the source line."""
    shown = found.passage
    text = shown.text.replace(found.marked, f"**{found.marked}**", 1)
    return f"**{shown.title}.**\n\n{text}\n\nSource: {cited(answerer.source(shown), shown)}."


def notes_in_full(answer: Answer, told: Collection[str]) -> tuple[list[Note], list[Note]]:
    """The notes that the reply to an answer gives in full, and those that it only names."""
    if answer.sheet:
        return [], []
    if answer.note:
        return [answer.note], []
    if answer.term:  # who asks what a word means asks for its law, too, however often
        return currency.unfolded(answer.notes, (), answer.question)
    if not answer.passages:
        return [], []
    first = answer.passages[0]
    return currency.unfolded(answer.notes, told, f"{first.passage.title}. {first.marked}")


def rests_on(answer: Answer) -> tuple[list[Passage], list[Note]]:
    """The passages and the notes that an answer rests on: what only lies near a note or a term is no source of it."""
    if answer.sheet:
        return [found.passage for found in answer.passages], list(answer.notes)
    if answer.note:
        return [], [answer.note]
    passages = [found.passage for found in answer.passages]
    if not answer.term:
        return passages[:1], []
    law, _ = notes_in_full(answer, ())
    return ([], law) if law else ([p for p in passages if p.id in answer.term.passages][:1], [])


def _sources(answerer: Answerer, answer: Answer) -> str:
    """What an answer of a note or a term rests on, as it is cited."""
    passages, law = rests_on(answer)
    cites = [*(currency.source(note) for note in law), *(cited(answerer.source(p), p) for p in passages)]
    return "; ".join(dict.fromkeys(cites)) or "this guide's glossary"


def _answered(answerer: Answerer, answer: Answer, told: Collection[str]) -> str:
    if answer.sheet:
        passages, law = rests_on(answer)
        cites = [*(cited(answerer.source(p), p) for p in passages), *(currency.source(note) for note in law)]
        return Numbered(answer.sheet, cites).text()
    if answer.term:
        return _term_answer(answerer, answer, told)
    return _note_answer(answerer, answer) if answer.note else _passage_answer(answerer, answer, told)


def _passage_answer(answerer: Answerer, answer: Answer, told: Collection[str]) -> str:
    evidence = passage(answerer, answer.passages[0]) if not answer.told or answer.told.passages else ""
    fact = f"**{answer.told.text}**" if answer.told else ""  # the fact of a case that was asked for stands in front
    return "\n\n".join(part for part in (fact, evidence, _since_then(answer, told)) if part)


def _since_then(answer: Answer, told: Collection[str]) -> str:
    """What has changed: at most two notes, the terms of the others, and that we hold no rule of the reader's nation."""
    full, rest = notes_in_full(answer, told)
    lines = [currency.wording(note) for note in full] + ([answer.gap] if answer.gap else [])
    text = f"Since then: {lines[0]}" if len(lines) == 1 else "Since then:\n" + "\n".join(f"- {line}" for line in lines)
    folded = f"Changed as well (say “what has changed”): {'; '.join(note.term for note in rest)}." if rest else ""
    return "\n\n".join(part for part in (text if lines else "", folded) if part)


def _note_answer(answerer: Answerer, answer: Answer) -> str:
    assert answer.note is not None
    return f"**{answer.note.term}.**\n\n{answer.note.text}{_ends(answerer, answer)}"


def _term_answer(answerer: Answerer, answer: Answer, told: Collection[str]) -> str:
    assert answer.term is not None
    meaning = f"**{answer.term.term}.** {answer.term.meaning}"
    return "\n\n".join(part for part in (meaning, _since_then(answer, told)) if part) + _ends(answerer, answer)


def _ends(answerer: Answerer, answer: Answer) -> str:
    """What an answer of a note or a term rests on, and the passage that speaks of it, if one does."""
    source = f"\n\nSource: {_sources(answerer, answer)}."
    if answer.see is None:
        return source
    return f"{source}\n\nSee also: {answer.see.passage.title} ({cited(answerer.source(answer.see.passage), answer.see.passage)})."


def _nearest(answerer: Answerer, answer: Answer, told: Collection[str]) -> str:
    """What is near and not certain: the sentence that is nearest, with its source; the whole is one step away."""
    if answer.of:
        return _not_of(answerer, answer)
    if answer.note or answer.term:
        return f"{NOT_CERTAIN}\n\n{_answered(answerer, answer, told)}"
    first = answer.passages[0]
    return (
        f"{NOT_CERTAIN}\n\n**{first.passage.title}.** {first.marked}\n\n"
        f"Source: {cited(answerer.source(first.passage), first.passage)}."
    )


def _missed(answerer: Answerer, missed: Missed) -> str:
    """A question that we know and cannot answer: the passage's own words on the gap, what it does give, and its source."""
    shown = missed.found.passage
    gap = f" {missed.gap}" if missed.gap else ""
    return (
        f"The reports do not answer that.{gap}\n\nWhat they do give: {missed.miss.says}\n\n"
        f"Source: {cited(answerer.source(shown), shown)}."
    )


def _not_of(answerer: Answerer, answer: Answer) -> str:
    """The reports do not say that of what was named; what they say of something else, and what they do say of it."""
    whole = answer.reason == "report"  # what was named is a report itself
    lines = [
        f"{joined(answer.of, 'or')} does not say that." if whole else f"The reports do not say that of {joined(answer.of, 'or')}."
    ]
    if answer.instead:
        other = answer.instead
        lead = other.marked or other.passage.title
        cite = cited(answerer.source(other.passage), other.passage)
        lines.append(f"Of {answer.instead_of} they say: {lead}\n\nSource: {cite}.")
    own = "\n".join(f"- {found.passage.title}" for found in answer.passages[:3])
    if own and not whole and answer.status != "nearest":
        lines.append(f"Of {joined(answer.of, 'or')} they do say:\n{own}")
    return "\n\n".join(lines)


def _not_covered(answerer: Answerer, answer: Answer) -> str:
    if answer.of:
        return _not_of(answerer, answer)
    if answer.unheld:
        return f"**{answer.unheld.term}: I hold no rule on that.** {answer.unheld.says} Ask {answer.unheld.ask}."
    if answer.missed:
        return _missed(answerer, answer.missed)
    if answer.told and answer.told.absent:
        case, attribute = answer.told.absent
        known = "\n".join(f"- {found.passage.title}" for found in answer.passages)
        return (
            f"The report does not say {attribute.name}, in the case of {case.name}. It does say:\n{known}\n\n"
            "For more, ask the body that commissioned the service."
        )
    near = ", ".join(topic.name for topic in answer.topics)
    return (
        f"I could not find an answer to that in the reports. The nearest that I hold is on: {near}. "
        "For a fact about one case, ask the body that commissioned it; for law, tax or pensions today, ask your "
        "procurement lead or an adviser."
    )


def _unclear(answer: Answer) -> str:
    if answer.reason == "too_long":
        return "That is more than I can take in at once. Put it as one question, in a sentence or two."
    if answer.reason == "no_words":
        return "I could not find a question in that. Type it in a few words, for example: how can risk be shared?"
    if answer.language:
        return english_only(answer.language)
    if answer.reason == "which":
        return f"We spoke of more than one. Which do you mean: {' or '.join(answer.between)}? Ask again with its name."
    readings = "\n".join(f"- {found.passage.title}" for found in answer.passages[:3])
    return f"I am not sure what you mean. Say a little more, or pick one of these:\n{readings}"


def _personal(answer: Answer) -> str:
    return (
        f"Your message seems to hold {answer.reason}. I have not kept it, and I do not need personal data. "
        "Please ask again without it."
    )
