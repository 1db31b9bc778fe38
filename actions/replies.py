"""How the guide words its replies. Every text is complete by itself; buttons and sources are extra."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actions import resources
from actions.turn import Button, Reply
from knowledge import journey
from knowledge.checklist import Line, Said
from knowledge.journey import Place
from knowledge.reading import Unreadable
from knowledge.records import Answers, AnswerValue, Journey, Knowledge, Question, Stage
from knowledge.wording import capital, joined
from retrieval import wording
from retrieval.answer import Answerer

ASK = Button("Ask a question", "/ask_mode")
SUMMARY = Button("Check your answers", "/summary")
GO_ON = Button("Go on", "/go_on")

COMMANDS = (
    "At any moment you can ask a question of your own, or say: back, skip, don't know, why do you ask, change (and the name "
    "of an answer), progress, what have I told you, checklist, go to (and the name of a stage), menu, start again, forget me."
)


def come_back(teams: bool) -> str:
    """How long one can come back. `teams`: the conversation is held in Microsoft Teams, where it stays with the chat."""
    where = "with this chat" if teams else "as long as this page stays open"
    return f"Your answers are kept {where}: come back to it and say “go on”."


def start() -> tuple[Button, ...]:
    """All that can be begun."""
    return (*map(beginning, resources.knowledge().journeys), ASK)


def beginning(begun: Journey) -> Button:
    """The button that begins a journey or goes on with it."""
    return Button(begun.name, f"/{begun.begins}")


def papers(under_way: Journey) -> tuple[Button, ...]:
    """The documents of a journey."""
    return tuple(Button(paper.button, f"/{paper.id}") for paper in under_way.documents)


# --- opening and getting about ---------------------------------------------------------------------------------------


def opening(teams: bool) -> Reply:
    return Reply(
        "**I am the Commissioning Guide.** I help people who buy public services to plan a commission that a social "
        "enterprise could deliver, and staff groups to explore a spin-out; and I "
        "answer questions from five published reports, with the source: on commissioning social "
        "enterprises (2010, England), new forms of organisation in health and social care (2011, England), the evidence for them "
        "(2016, Wales), social enterprise and health (2007-2008, Scotland) and purpose-driven procurement (2026, UK).\n\n"
        f"I am a program, not a person, and nothing that I say is legal advice. {_stays(teams)} Say “forget me” and it is deleted"
        f"{' there' if teams else ''}. Please type no personal data and no bids.\n\nWhat would you like to do?",
        start(),
    )


def _stays(teams: bool) -> str:
    if teams:
        return (
            "What you type goes through Microsoft Teams to the computer that runs me and stays there, so that I can go on where "
            "we stopped when you come back to this chat."
        )
    return (
        "What you type stays on the computer that runs me, so that I can go on where we stopped as long as this page stays open; "
        "once it is closed, you cannot come back to it."
    )


def greeting() -> Reply:
    return Reply("Hello. What would you like to do?", start())


def hello_again(under_way: Journey) -> Reply:
    return Reply(f"Hello. We are in the middle of {under_way.called}; here is the question that is open.")


def menu(under_way: Journey | None) -> Reply:
    if under_way:
        others = tuple(beginning(each) for each in resources.knowledge().journeys if each.id != under_way.id)
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


def about_privacy(kept_days: int | None, teams: bool) -> Reply:
    where = (
        "What you type stays on the computer that runs me; whoever runs this guide can read it there, and nobody else gets it."
    )
    if teams:
        where = (
            "What you type goes through Microsoft Teams to the computer that runs me. Whoever runs this guide can read it there, "
            "and your organisation may be able to read it in Teams."
        )
    ends = f" It is deleted once you have said nothing for {kept_days} days." if kept_days else ""
    return Reply(f"{where}{ends} Say “forget me” and all of it is deleted {'there ' if teams else ''}at once.")


def about_program() -> Reply:
    return Reply(
        "I am a program, not a person and not ChatGPT. A small team wrote my passages from five published reports; I look for "
        "the one that fits your question and show it with its source, and I write no text of my own."
    )


def about_saving(under_way: Journey, has_answers: bool, teams: bool) -> Reply:
    """`under_way`: the journey whose papers are meant."""
    return Reply(
        f"Press or say “{under_way.documents[0].button}”: it comes as a web page, as a Word file, as a PDF and as plain text, "
        "and its days, if you gave any, as a calendar. "
        f"I send nothing by e-mail. {come_back(teams)}",
        (*papers(under_way), SUMMARY) if has_answers else (),
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
    return Reply(text if not under_way else f"{text} {capital(under_way.called)} waits for you; say “go on” to return to it.")


def thanks() -> Reply:
    return Reply("You're welcome.")


def goodbye(under_way: bool, teams: bool) -> Reply:
    return Reply(f"Goodbye. {come_back(teams)}" if under_way else "Goodbye.")


def stopped(under_way: Journey | None, answers: int, teams: bool) -> Reply:
    if not under_way or not answers:
        return Reply("There is nothing to keep yet.", start()[:1])
    given = f"You have given {answers} answer{'s' if answers != 1 else ''}. {come_back(teams)}"
    return Reply(f"{given} You can take what is ready so far with you now.", (*papers(under_way), GO_ON))


def confirm_start_again(under_way: Journey | None, answers: int, kept: Sequence[Journey]) -> Reply:
    of = f" of {under_way.called}" if under_way else ""
    rest = f" {capital(joined([each.called for each in kept]))} is kept." if kept else ""
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
        f"{capital(journey.called)} is under way already; here is the question that is open. To begin anew, say “start again”."
    )


def noted(knowledge: Knowledge, answers: Answers) -> Reply:
    said = [f"- {capital(q.label)}: {journey.said(q, answers[q.id])}" for q in knowledge.questions if q.id in answers]
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
        f"{why.reason} {asked.help}\n\nFor example: {asked.example}\n\nOr leave it for now: it stays open in your papers.",
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
        return Reply(f"I have that already. {capital(asked.label)}: {journey.said(asked, now)}.")
    return Reply(
        f"That button belongs to an earlier question, so nothing has changed. {capital(asked.label)} is still: "
        f"{journey.said(asked, now)}. To change it, say “change {asked.label} to {asked.options.get(option, option)}”.",
    )


def changed(asked: Question, value: AnswerValue, dropped: Sequence[Question], again: Sequence[Question]) -> Reply:
    gone = f" No longer asked, so taken out: {', '.join(q.label for q in dropped)}." if dropped else ""
    anew = f" I will ask you again about: {', '.join(q.label for q in again)}." if again else ""
    return Reply(f"Changed. {capital(asked.label)}: {journey.said(asked, value)}.{gone}{anew}")


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
            Button(f"{capital(earlier.label)}: {journey.said(earlier, value)}", change),
            Button(f"{capital(here.label)}: {journey.said(here, new)}", choosing(here, new)),
        ),
    )


def changing(asked: Question, now: AnswerValue | None, reason: str = "") -> Reply:
    kept = f" So far it is: {journey.said(asked, now)}. Say “back” to leave it so." if now is not None else ""
    return Reply(f"{reason or f'Let us change {asked.label}.'}{kept}")


def understood(asked: Question, value: AnswerValue) -> Reply:
    return Reply(f"{capital(asked.label)}: {journey.said(asked, value)}.")


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
    said = "\n".join(f"- {capital(q.label)}: {journey.said(q, answers[q.id])}" for q in questions if q.id in answers)
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
    return Reply(f"# {capital(under_way.called)} is complete\n\n{closing}", (*papers(under_way), SUMMARY, ASK))
