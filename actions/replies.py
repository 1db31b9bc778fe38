"""How the guide words its replies. Every text is complete by itself; buttons and sources are extra."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from actions import resources
from actions.turn import Button, Reply
from knowledge import appraised, currency, journey
from knowledge.appraisal import Appraisal
from knowledge.checklist import Checklist, Line, Said
from knowledge.journey import Place
from knowledge.reading import Unreadable
from knowledge.records import Answers, AnswerValue, Journey, Knowledge, Note, Question, Stage
from knowledge.wording import joined
from retrieval import wording
from retrieval.answer import Answer, Answerer, Found, cited

ASK = Button("Ask a question", "/ask_mode")
SUMMARY = Button("Check your answers", "/summary")
MORE = Button("More on this", "/more")
CHANGED = Button("What has changed", "/since_then")
WHY_THIS = Button("Why this passage?", "/why_this_answer")
GO_ON = Button("Go on", "/go_on")

COMMANDS = (
    "At any moment you can ask a question of your own, or say: back, skip, don't know, why do you ask, change (and the name "
    "of an answer), progress, what have I told you, checklist, go to (and the name of a stage), menu, start again, forget me."
)

MOST_RANKED = 3  # options that are told in the chat
MOST_NAMED = 8  # of what is undecided

KEPT = "Your answers are kept as long as this page stays open: come back to it and say “go on”."


def start() -> tuple[Button, ...]:
    """All that can be begun."""
    return (*map(_beginning, resources.knowledge().journeys), ASK)


def _beginning(begun: Journey) -> Button:
    return Button(begun.name, f"/{begun.begins}")


def papers(under_way: Journey) -> tuple[Button, ...]:
    """The documents of a journey."""
    return tuple(Button(paper.button, f"/{paper.id}") for paper in under_way.documents)


# --- opening and getting about ---------------------------------------------------------------------------------------


def opening() -> Reply:
    return Reply(
        "**I am the Commissioning Guide.** I help people who buy public services to plan a commission that a social "
        "enterprise could deliver, and I answer questions from five published reports, with the source: on commissioning social "
        "enterprises (2010, England), new forms of organisation in health and social care (2011, England), the evidence for them "
        "(2016, Wales), social enterprise and health (2007-2008, Scotland) and purpose-driven procurement (2026, UK).\n\n"
        "I am a program, not a person, and nothing that I say is legal advice. What you type stays on the computer that "
        "runs me, so that I can go on where we stopped as long as this page stays open; once it is closed, you cannot come back "
        "to it. Say “forget me” and it is deleted. Please type no personal data and no bids.\n\n"
        "What would you like to do?",
        start(),
    )


def greeting() -> Reply:
    return Reply("Hello. What would you like to do?", start())


def hello_again(under_way: Journey) -> Reply:
    return Reply(f"Hello. We are in the middle of {under_way.called}; here is the question that is open.")


def menu(under_way: Journey | None) -> Reply:
    if under_way:
        others = tuple(_beginning(each) for each in resources.knowledge().journeys if each.id != under_way.id)
        return Reply(
            f"Your answers are kept. You can go on with {under_way.called}, look at it, or ask a question.",
            (GO_ON, SUMMARY, *papers(under_way), *others, ASK),
        )
    return Reply("What would you like to do?", start())


def help_with(under_way: bool) -> Reply:
    return Reply(
        "I can plan a commission with you, step by step: your commission, then the seven stages of the cycle. At the end you "
        "have a checklist made for your case, each line with its reason and source. And I can go with a staff group through "
        f"what to think of before a service leaves its public body.\n\n{COMMANDS}",
        () if under_way else start(),
    )


def human() -> Reply:
    return Reply(
        "I cannot pass you on to a person. For the law and your procurement file, talk to your procurement lead; for staff and "
        "pensions, to HR and a pensions adviser; to find social enterprises near you, to Social Enterprise UK or your local "
        "voluntary sector council. If this guide itself is in trouble, tell whoever runs it."
    )


def about_privacy() -> Reply:
    return Reply(
        "What you type stays on the computer that runs me; whoever runs this guide can read it there, and nobody else gets it. "
        "Say “forget me” and all of it is deleted."
    )


def about_program() -> Reply:
    return Reply(
        "I am a program, not a person and not ChatGPT. A small team wrote my passages from five published reports; I look for "
        "the one that fits your question and show it with its source, and I write no text of my own."
    )


def about_saving(has_answers: bool) -> Reply:
    return Reply(
        "Say “checklist”: it comes as a web page, to print or to save as PDF, and as a text file that Word opens. I send nothing "
        f"by e-mail. {KEPT}",
        (*papers(resources.named(None)), SUMMARY) if has_answers else (),
    )


def about_nation(nation: str | None) -> Reply:
    if nation is None:
        return Reply(
            "You have not told me your nation yet; a plan asks for it first. Until then each rule that I show says in which of "
            "England, Wales, Scotland and Northern Ireland it holds."
        )
    name = nation.replace("_", " ").title()
    return Reply(f"You told me: {name}. I show the rules that hold there. To correct it, say “change nation”.")


def about_language() -> Reply:
    return Reply(f"I understand and answer in English only.\n\n{wording.ENGLISH_ONLY_IN_WELSH}")


def complaint() -> Reply:
    return Reply(
        "Sorry that I am not helping. You can put it in other words, say “menu” for what I can do, or “talk to a person” for who "
        "else can help. If I said something wrong, please tell whoever runs this guide."
    )


def ask_away(under_way: Journey | None) -> Reply:
    text = "Go ahead: type your question in your own words. For example: has anyone put their own director on the board?"
    return Reply(text if not under_way else f"{text} {_capital(under_way.called)} waits for you; say “go on” to return to it.")


def thanks() -> Reply:
    return Reply("You're welcome.")


def goodbye(under_way: bool) -> Reply:
    return Reply(f"Goodbye. {KEPT}" if under_way else "Goodbye.")


def stopped(under_way: Journey | None, answers: int) -> Reply:
    if not under_way or not answers:
        return Reply("There is nothing to keep yet.", start()[:1])
    kept = f"You have given {answers} answer{'s' if answers != 1 else ''}. {KEPT}"
    return Reply(f"{kept} You can take what is ready so far with you now.", (*papers(under_way), GO_ON))


def confirm_start_again(under_way: Journey | None, answers: int, kept: Sequence[Journey]) -> Reply:
    of = f" of {under_way.called}" if under_way else ""
    rest = f" {_capital(joined([each.called for each in kept]))} is kept." if kept else ""
    return Reply(
        f"That deletes your {answers} answer{'' if answers == 1 else 's'}{of}.{rest} Are you sure?",
        (Button("Yes, start again", "/start_again_now"), Button("No, go on", "/go_on")),
        confirm="start_again",
    )


def confirm_forget() -> Reply:
    return Reply(
        "That deletes all that you typed and all that I answered, for good. Are you sure?",
        (Button("Yes, forget me", "/forget_me_now"), Button("No, keep it", "/menu")),
        confirm="forget_me",
    )


def forgotten() -> Reply:
    return Reply("Done: everything of this conversation is deleted. You can begin anew at any time.", start(), forget=True)


def understood_nothing() -> Reply:
    return Reply("I am not sure what that refers to. What would you like to do?", start())


def unknown_button() -> Reply:
    return Reply("That button does not belong to where we are now, so nothing has changed.")


# --- the interview ---------------------------------------------------------------------------------------------------


def begun(journey: Journey, left: Journey | None) -> Reply:
    return Reply(f"{journey.opening}{_set_aside(left)}")


def back_to(journey: Journey, left: Journey) -> Reply:
    return Reply(f"Back to {journey.called}.{_set_aside(left)}")


def _set_aside(left: Journey | None) -> str:
    return f" What you told me for {left.called} is kept: say “back to {left.called.replace('your', 'the')}”." if left else ""


def under_way(journey: Journey) -> Reply:
    return Reply(
        f"{_capital(journey.called)} is under way already; here is the question that is open. To begin anew, say “start again”."
    )


def noted(knowledge: Knowledge, answers: Answers) -> Reply:
    said = [f"- {_capital(q.label)}: {journey.said(q, answers[q.id])}" for q in knowledge.questions if q.id in answers]
    return Reply("From what you said I have noted:\n" + "\n".join(said) + "\n\nTo correct one, say “change” and its name.")


def noted_by_the_way(knowledge: Knowledge, answers: Answers) -> Reply:
    said = [f"{q.label}: {journey.said(q, answers[q.id])}" for q in knowledge.questions if q.id in answers]
    return Reply(
        f"I have noted {' and '.join(said)}, and keep it for this conversation. If that is wrong, say “change your nation to” "
        "and the right one."
    )


def change_by_name(asked: Question) -> Reply:
    options = ", ".join(asked.options.values())
    return Reply(f"Say “change {asked.label} to” and one of these: {options}.")


@dataclass(frozen=True)
class Known:
    """What another journey has as the answer to a question."""

    journey: Journey
    value: AnswerValue


def question(place: Place, *, first: bool, known: Known | None = None) -> Reply:
    asked = place.question
    head = (
        f"# {place.stage.name}: stage {place.stage_number} of {place.stages}, question {place.answered + 1} of {place.questions}"
    )
    if asked.id in _answered_again(place):
        head = f"# {place.stage.name}"
    purpose = [place.stage.purpose] if first else []
    example = [f"For example: {asked.example}"] if asked.kind != "choice" else []
    told = [f"For {known.journey.called} you told me: {journey.said(asked, known.value)}."] if known else []
    same = (Button(f"The same: {journey.said(asked, known.value)}", f'/affirm{{"question": "{asked.id}"}}'),) if known else ()
    return Reply(
        "\n\n".join([head, *purpose, f"**{asked.ask}**", *told, *example]),
        (
            *same,
            *(option for option in _options(asked) if not known or option.payload != choosing(asked, known.value)),
            Button("Don't know", f'/dont_know{{"question": "{asked.id}"}}'),
            Button("Skip", f'/skip{{"question": "{asked.id}"}}'),
            Button("Why do you ask?", "/why"),
        ),
        progress=(place.stage.name, place.stage_number, place.stages, place.answered, place.questions),
        question=asked.id,
    )


def _answered_again(place: Place) -> tuple[str, ...]:
    return (place.question.id,) if place.answered >= place.questions else ()


def _options(asked: Question) -> tuple[Button, ...]:
    return tuple(Button(title, choosing(asked, option)) for option, title in asked.options.items())


def unreadable(asked: Question, why: Unreadable) -> Reply:
    return Reply(f"{why.reason} If you are not sure, say “don't know” or “skip”.", _offered(asked, why))


def unreadable_again(asked: Question, why: Unreadable) -> Reply:
    return Reply(
        f"{why.reason} {asked.help}\n\nFor example: {asked.example}\n\nOr leave it for now: it goes on your checklist as open.",
        (
            *_offered(asked, why),
            Button("Skip it", f'/skip{{"question": "{asked.id}"}}'),
            Button("Don't know", f'/dont_know{{"question": "{asked.id}"}}'),
        ),
    )


def _offered(asked: Question, why: Unreadable) -> tuple[Button, ...]:
    """What an unreadable answer may have meant, one press away."""
    return tuple(Button(journey.said(asked, value), choosing(asked, value)) for value in why.offers)


def choosing(asked: Question, value: AnswerValue) -> str:
    """The payload of a button that gives an answer."""
    return f'/choose{{"question": "{asked.id}", "option": "{value}"}}'


def late_button(asked: Question, option: str, now: AnswerValue) -> Reply:
    if option == now:
        return Reply(f"I have that already. {_capital(asked.label)}: {journey.said(asked, now)}.")
    return Reply(
        f"That button belongs to an earlier question, so nothing has changed. {_capital(asked.label)} is still: "
        f"{journey.said(asked, now)}. To change it, say “change {asked.label} to {asked.options.get(option, option)}”.",
    )


def changed(asked: Question, value: AnswerValue, dropped: Sequence[Question], again: Sequence[Question]) -> Reply:
    gone = f" No longer asked, so taken out: {', '.join(q.label for q in dropped)}." if dropped else ""
    anew = f" I will ask you again about: {', '.join(q.label for q in again)}." if again else ""
    return Reply(f"Changed. {_capital(asked.label)}: {journey.said(asked, value)}.{gone}{anew}")


def offer_change(asked: Question, value: AnswerValue) -> Reply:
    change = f'/change_answer{{"question": "{asked.id}", "option": "{value}"}}'
    return Reply(
        f"Change {asked.label} to {journey.said(asked, value)}? It does not answer my question here, so it may put that right.",
        (Button(f"Yes: {journey.said(asked, value)}", change), Button("No, leave it", "/go_on")),
    )


def which_of_two(earlier: Question, value: AnswerValue, here: Question, new: AnswerValue) -> Reply:
    change = f'/change_answer{{"question": "{earlier.id}", "option": "{value}"}}'
    return Reply(
        f"Is that {earlier.label} or {here.label}?",
        (
            Button(f"{_capital(earlier.label)}: {journey.said(earlier, value)}", change),
            Button(f"{_capital(here.label)}: {journey.said(here, new)}", choosing(here, new)),
        ),
    )


def changing(asked: Question, now: AnswerValue | None, reason: str = "") -> Reply:
    kept = f" So far it is: {journey.said(asked, now)}. Say “back” to leave it so." if now is not None else ""
    return Reply(f"{reason or f'Let us change {asked.label}.'}{kept}")


def understood(asked: Question, value: AnswerValue) -> Reply:
    return Reply(f"{_capital(asked.label)}: {journey.said(asked, value)}.")


def which_answer(knowledge: Knowledge, answers: Answers) -> Reply:
    given = [q for q in knowledge.questions if q.id in answers]
    buttons = [Button(f"Change {q.label}", f'/change_answer{{"question": "{q.id}"}}') for q in given[-8:]]
    names = ", ".join(q.label for q in given)
    return Reply(
        f"Which answer should change? Say “change” and its name. You have answered: {names}." if given
        else "There is no answer to change yet.", tuple(buttons),
    )  # fmt: skip


def then_say_what() -> Reply:
    return Reply("Then please say what it is here.")


def left_as_it_was() -> Reply:
    return Reply("Left as it was.")


def at_the_start() -> Reply:
    return Reply("This is the first question: there is nothing to go back to.")


def nothing_open() -> Reply:
    return Reply("No question of mine is open just now. What would you like to do?", start())


def last_stage() -> Reply:
    return Reply("This is the last stage. Answer or skip what is left, and all is ready.")


def which_stage(stages: Iterable[Stage]) -> Reply:
    buttons = tuple(Button(s.name, f'/jump_stage{{"stage": "{s.id}"}}') for s in stages)
    return Reply("Which stage would you like to go to?", buttons)


def stage_done(stage: Stage, questions: Sequence[Question], answers: Answers) -> Reply:
    said = "\n".join(f"- {_capital(q.label)}: {journey.said(q, answers[q.id])}" for q in questions if q.id in answers)
    buttons = tuple(Button(f"Change {q.label}", f'/change_answer{{"question": "{q.id}"}}') for q in questions)
    return Reply(f"{stage.name} is done. You said:\n{said}", buttons)


def why(asked: Question) -> Reply:
    return Reply(f"Why I ask: {asked.why}", sources=asked.passages[:2])


def explained(asked: Question) -> Reply:
    return Reply(f"{asked.help}\n\nFor example: {asked.example}")


def advice(stage: Stage, lines: Sequence[Line], answerer: Answerer | None = None) -> Reply:
    points = [f"- {line.text} {_because(line)}" for line in lines]
    case = [stage.case.say] if stage.case else []
    cited_by = list(dict.fromkeys(p.id for line in lines for p in line.passages))[:6]
    cited_by += [name for name in (stage.case.passages if stage.case else ()) if name not in cited_by]
    return Reply(
        "\n\n".join([f"# {stage.name}: what the reports suggest for your answers", "\n".join(points), *case]),
        sources=tuple(cited_by),
        law=tuple(dict.fromkeys(note.id for line in lines for note in line.law)),
    )


def _because(line: Line) -> str:
    return f"Because {line.because.rstrip('.')}{_you_said(line.said)}."


def _you_said(said: Sequence[Said]) -> str:
    return f" (you said: {'; '.join(f'{s.label}: {s.answer}' for s in said)})" if said else ""


def finished(under_way: Journey, lines: int) -> Reply:
    closing = journey.replaced(under_way.closing, {"lines": str(lines)})
    return Reply(f"# {_capital(under_way.called)} is complete\n\n{closing}", (*papers(under_way), SUMMARY, ASK))


# --- the plan so far -------------------------------------------------------------------------------------------------


def progress(under_way: Journey, place: Place | None, left: int) -> Reply:
    if place is None:
        return Reply("Every question has its answer. See what came of them:", (*papers(under_way), SUMMARY))
    return Reply(
        f"You are in stage {place.stage_number} of {place.stages}: {place.stage.name}. {place.answered} of {place.questions} "
        f"questions are answered; {left} to go.",
        progress=(place.stage.name, place.stage_number, place.stages, place.answered, place.questions),
    )


def summary(under_way: Journey, said: Sequence[Said], aside: Sequence[Journey]) -> Reply:
    kept = f"\n\nWhat you told me for {joined([each.called for each in aside])} is kept beside it." if aside else ""
    if not said:
        return Reply(f"You have not told me anything yet.{kept}", start())
    lines = "\n".join(f"- {_capital(s.label)}: {s.answer}" for s in said)
    return Reply(
        f"# What you have told me\n\n{lines}\n\nTo correct one, say “change” and its name.{kept}", papers(under_way),
        answers=tuple((_capital(s.label), s.answer, s.question) for s in said if s.question),
    )  # fmt: skip


def checklist(made: Checklist) -> Reply:
    """What the list holds, short enough to be heard: the whole of it is in the document, which the channel links first."""
    if not made.profile:
        return Reply("There is no checklist yet: it grows with your answers. Shall we begin?", start())
    counts = ", ".join(f"{n} {name}" for name in ("must", "should", "consider") if (n := len(made.of_priority(name))))
    draft = " It is a draft until every question has an answer." if made.draft else ""
    musts = "\n".join(f"- {_first_sentence(line.text)}" for line in made.of_priority("must"))
    parts = [
        f"# Your checklist\n\n{len(made.lines)} lines: {counts}. Each has its reason and its evidence in the document.{draft}",
        f"**What the law commands, in order of date:**\n{musts}"
        if musts
        else "No rule that I hold commands a step for these answers.",
        f"**Not decided yet:** {_some_of([said.label for said in made.undecided])}."
        if made.undecided
        else "Nothing is undecided.",
    ]
    return Reply("\n\n".join(parts), shows="checklist")


def no_appraisal(begins: Journey) -> Reply:
    return Reply("There is nothing to compare yet: it grows with your answers. Shall we begin?", (_beginning(begins), ASK))


def appraisal(made: Appraisal) -> Reply:
    """Who is first and what would change it, short enough to be heard; the whole of it is in the document."""
    told = [each for tied in made.ranked for each in tied][:MOST_RANKED]
    ranked = [
        f"{number}. **{each.option.name}**: {appraised.measure(each)}; {appraised.points(each)}."
        for number, each in enumerate(told, 1)
    ]
    # Without a recommendation there is no order to be told either.
    parts = ["# Your options compared", f"**{appraised.standing(made)}**", f"{appraised.CAUTION} {appraised.NO_ADVICE}"]
    if not made.thin:
        parts += ["\n".join(ranked)]
        checks = [f"- {each.option.name}: {check.rule.because}" for each in made.first for check in each.checks]
        parts += ["**Check before you choose:**\n" + "\n".join(checks)] if checks else []
        changes = [f"- {appraised.change(each)}" for each in made.changes] or [appraised.nothing_changes(made.changes)]
        parts += ["**What would change who is first:**\n" + "\n".join(changes)]
        if made.unknown:
            parts.append(f"**Too little is known to rank:** {_some_of([each.option.name for each in made.unknown])}.")
    if made.out:
        parts.append(f"**Out for your answers:** {_some_of([each.option.name for each in made.out])}.")
    cited_by = dict.fromkeys(p.id for each in made.first for r in each.reasons if r.weight for p in r.passages)
    law = dict.fromkeys(n.id for each in made.first for r in each.reasons if r.weight for n in r.law)
    sources = () if made.thin else tuple(cited_by)[:6]
    return Reply("\n\n".join(parts), sources=sources, law=() if made.thin else tuple(law)[:4], shows="appraisal")


def other_papers(asked_for: Journey, under_way: Journey) -> Reply:
    return Reply(
        f"The checklist belongs to {asked_for.called}, which is not begun. For {under_way.called} there is:",
        (*papers(under_way), _beginning(asked_for)),
    )


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.:]) (?=[A-Z£])", text, maxsplit=1)[0].rstrip(":.") + "."


def _some_of(names: Sequence[str]) -> str:
    """All of a few names, or the first of many and how many more there are."""
    if len(names) <= MOST_NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[: MOST_NAMED - 1])}; and {len(names) - MOST_NAMED + 1} more"


# --- free questions --------------------------------------------------------------------------------------------------


def answer(answerer: Answerer, found: Answer, overdue: str | None, told: Sequence[str] = ()) -> Reply:
    text = wording.plain_answer(answerer, found, overdue, told)
    if found.status in {"answered", "nearest"}:
        passages, notes = wording.rests_on(found)
        sources, law = tuple(p.id for p in passages), tuple(note.id for note in notes)
        if found.lookup:
            return Reply(text, (), found.status, sources, law, lookup=found.lookup.as_dict())
        further = (MORE,) if len(found.passages) > 1 else ()
        folded = (CHANGED,) if wording.notes_in_full(found, told)[1] else ()
        why_this = (WHY_THIS,) if sources else ()
        return Reply(
            text, (*further, *folded, *why_this), found.status, sources, law,
            marked=found.passages[0].marked if sources and not found.term else None,
        )  # fmt: skip
    if found.status in {"not_covered", "unclear"} and found.passages and not found.unheld:
        near = tuple(
            Button(found_near.passage.title, f'/show{{"passage": "{found_near.passage.id}"}}')
            for found_near in found.passages[:3]
        )
        return Reply(text, near, found.status)
    return Reply(text, (), found.status)


def since_then(notes: Sequence[Note], today: date) -> Reply:
    lines = "\n".join(f"- **{note.term}.** {currency.told(note, today)}" for note in notes)
    return Reply(f"What has changed since:\n{lines}")


def nothing_changed() -> Reply:
    return Reply("I hold no note on what has changed since what I showed last. Ask a question first, and I tell what I hold.")


def no_more() -> Reply:
    return Reply("I have nothing further on that. Ask a question, and I can show more than one passage on it.")


def nothing_shown() -> Reply:
    return Reply("I have not shown a passage yet. Ask a question first.")


def why_this(answerer: Answerer, found: Found, asked: str, shared: Sequence[str], nearest: str, sure: float | None) -> Reply:
    """`sure`: the confidence that it answers, 0 to 1, where a question was asked."""
    believed = (
        f" Of ten questions of which I am as sure as of this one, about {round(10 * sure)} are such that my passages answer them."
        if sure is not None else ""
    )  # fmt: skip
    words = f" It shares these words with your question: {', '.join(shared)}." if shared else ""
    return Reply(
        f"You asked: “{asked}”. I showed “{found.passage.title}” because it is the passage whose meaning is nearest.{words} "
        f"It was written to answer questions such as “{nearest}”. It digests "
        f"{cited(answerer.source(found.passage), found.passage)}.{believed}",
        sources=(found.passage.id,),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
