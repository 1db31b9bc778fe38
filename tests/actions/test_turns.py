"""What each action makes of a conversation: a talk in, a turn out, over the real knowledge and without Rasa."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from actions import asking, interview, moves, overview, reception, resources
from actions.answer_replies import CHANGED
from actions.commands import command
from actions.turn import Talk, Turn
from retrieval.answer import Answerer

BEGUN = {"nation": "wales", "body": "council"}  # the service is asked next, for which a free text is taken
SERVICE = "What is the service, and who is it for?"


@pytest.fixture(autouse=True)
def _real_knowledge_on_a_fixed_day(monkeypatch: pytest.MonkeyPatch, answerer: Answerer, today: date) -> None:
    monkeypatch.setattr(resources, "answerer", lambda: answerer)  # so that the encoder is not loaded a second time
    monkeypatch.setattr(resources, "today", lambda: today)


def at(answers: dict[str, Any], text: str = "", **more: Any) -> Talk:
    """A conversation with a plan under way."""
    state: dict[str, Any] = {"journey": "commission", "focus": None, "topic": {}, "intent": "inform", **more}
    return Talk(answers=answers, text=text, **state)


def pressed(answers: dict[str, Any], question: str, option: str) -> Talk:
    return at(answers, "/choose", intent="choose", entities={"question": question, "option": option})


def said(turn: Turn) -> str:
    return "\n".join(reply.text for reply in turn.replies)


def after(talk: Talk, turn: Turn) -> Talk:
    """The conversation once the turn has been carried out."""
    state = {"journey": talk.journey, "answers": talk.answers, "focus": talk.focus, "topic": talk.topic, **turn.slots}
    return Talk(**state)


def open_question(talk: Talk) -> str:
    return said(interview.ask(talk))


# --- answers ---------------------------------------------------------------------------------------------------------

TO_VALUE = {**BEGUN, "service": "Home visits", "newness": "new_service"}
READ = [
    ({}, "Wales", {"nation": "wales"}),
    ({}, "walse", {"nation": "wales"}),
    ({"nation": "wales"}, "we're a local authority", {"body": "council"}),
    (BEGUN, "Home visits for older people", {"service": "Home visits for older people"}),
    (TO_VALUE, "£180,000", {"value": 180_000}),
    (TO_VALUE, "15k a month", {"value": 180_000}),
    ({**TO_VALUE, "value": "skipped"}, "three years", {"term": 3}),
    ({**TO_VALUE, "value": "skipped", "term": 3}, "plus 2", {"extension": 2}),
]


@pytest.mark.parametrize(("answers", "text", "new"), READ, ids=[text for _, text, _ in READ])
def test_words_that_answer_the_open_question_are_recorded(answers: dict[str, Any], text: str, new: dict[str, Any]) -> None:
    assert interview.take(at(answers, text)).slots["answers"] == {**answers, **new}


def test_what_was_understood_of_a_typed_answer_is_said_back() -> None:
    assert "Your nation: Wales" in said(interview.take(at({}, "walse")))


def test_a_long_answer_gives_several() -> None:
    turn = interview.take(at({**BEGUN, "service": "Visits", "newness": "retender"}, "£180,000 a year for 3 years"))
    assert turn.slots["answers"]["value"] == 180_000 and turn.slots["answers"]["term"] == 3
    assert "First term: 3 years" in said(turn)


@pytest.mark.parametrize(
    ("answers", "text", "reason"),
    [
        ({}, "the moon", "England"),
        (TO_VALUE, "a lot", "figure in pounds"),
        (TO_VALUE, "200 to 300k", "more than one figure"),
        ({**TO_VALUE, "value": "skipped"}, "a while", "number of years"),
    ],
)
def test_words_that_cannot_be_read_change_nothing_and_say_what_would_do(answers: dict[str, Any], text: str, reason: str) -> None:
    turn = interview.take(at(answers, text))
    assert turn.slots.keys() <= {"tries"}
    assert reason in said(turn) and "don't know" in said(turn)


def test_the_question_after_the_last_answer_is_asked() -> None:
    talk = at({"nation": "wales"}, "Council")
    assert SERVICE in open_question(after(talk, interview.take(talk)))


def test_a_finished_stage_gets_its_advice(knowledge: Any) -> None:
    needs = [q for q in knowledge.questions if q.stage == "needs"]
    given = {q.id: next(iter(q.options), "Much") for q in needs}
    last = next(q for q in reversed(needs) if q.kind == "choice")
    answers = {k: v for k, v in given.items() if k != last.id}
    turn = interview.take(Talk("commission", answers, last.id, {}, text=given[last.id], intent="inform"))
    assert turn.slots["answers"].keys() == given.keys()
    advice = turn.replies[-1]
    assert "what the reports suggest for your answers" in advice.text and "Because " in advice.text
    assert advice.sources


# --- buttons ---------------------------------------------------------------------------------------------------------


def test_a_button_of_the_open_question_answers_it() -> None:
    assert interview.take(pressed({"nation": "wales"}, "body", "fire")).slots["answers"] == {"nation": "wales", "body": "fire"}


def test_a_day_that_was_offered_is_taken_only_if_it_still_follows_the_other() -> None:
    given = {"nation": "wales", "notice_on": "2032-05-10"}
    for day, taken in (("2032-05-01", False), ("2032-06-01", True), ("dont_know", True)):
        turn = interview.take(replace(pressed(given, "start_on", day), focus="start_on"))
        assert turn.slots.get("answers", {}).get("start_on") == (day if taken else None)
        assert taken or "is not after 10 May 2032" in said(turn)


LATE = [
    ("nation", "wales", "I have that already. Your nation: Wales."),  # pressed twice
    ("nation", "scotland", "nothing has changed. Your nation is still: Wales."),
    ("market", "few", "nothing has changed"),  # not asked yet
    ("service", "circus", "nothing has changed"),
    ("nowhere", "wales", "nothing has changed"),
    ("nation", "atlantis", "nothing has changed"),
]


@pytest.mark.parametrize(("question", "option", "reply"), LATE)
def test_a_late_or_wrong_button_changes_nothing_and_says_so(question: str, option: str, reply: str) -> None:
    turn = interview.take(pressed(BEGUN, question, option))
    assert turn.slots == {}
    assert reply in said(turn)


def test_a_late_button_tells_the_words_that_would_change_the_answer() -> None:
    told = said(interview.take(pressed(BEGUN, "nation", "scotland")))
    assert "“change your nation to Scotland”" in told
    assert moves.change_answer(at(BEGUN, "change your nation to Scotland")).slots["answers"]["nation"] == "scotland"


# --- getting about ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("move", "value"), [(moves.skip, "skipped"), (moves.dont_know, "dont_know")])
def test_a_question_left_out_counts_as_answered(move: Any, value: str) -> None:
    assert move(at(BEGUN)).slots["answers"] == {**BEGUN, "service": value}


@pytest.mark.parametrize("move", [moves.skip, moves.dont_know])
def test_the_button_of_a_question_pressed_twice_leaves_out_one_question(move: Any) -> None:
    first = at(BEGUN, entities={"question": "service"})
    left = after(first, move(first))
    second = Talk("commission", left.answers, left.focus, {}, entities={"question": "service"})
    turn = move(second)
    assert turn.slots == {}
    assert "nothing has changed" in said(turn)


def test_skip_typed_twice_leaves_out_two_questions() -> None:
    first = at(BEGUN, "skip")
    second = after(first, moves.skip(first))
    assert moves.skip(second).slots["answers"] == {**BEGUN, "service": "skipped", "newness": "skipped"}


CHANGES = [
    ("change the nation to scotland", "nation", "scotland"),
    ("change our organisation to NHS", "body", "nhs"),
    ("change natoin to england", "nation", "england"),
]


def test_a_change_that_names_no_answer_is_offered_and_changes_nothing_by_itself() -> None:
    turn = moves.change_answer(at(BEGUN, "actually it is England"))
    assert said(turn).startswith("Change your nation to England?")
    assert turn.slots == {"offered": {"question": "nation", "value": "england"}}


@pytest.mark.parametrize(("text", "question", "value"), CHANGES)
def test_an_answer_is_changed_by_its_name_with_the_new_value(text: str, question: str, value: str) -> None:
    turn = moves.change_answer(at(BEGUN, text))
    assert turn.slots["answers"] == {**BEGUN, question: value}
    assert said(turn).startswith("Changed. ")


@pytest.mark.parametrize("text", ["change the nation", "change my country please", "chnage nation"])
def test_an_answer_named_without_a_value_is_asked_again(text: str) -> None:
    talk = at(BEGUN, text)
    turn = moves.change_answer(talk)
    assert turn.slots == {"focus": "nation"}
    assert "So far it is: Wales" in said(turn)
    assert "Which nation is your organisation in?" in open_question(after(talk, turn))


def test_a_change_by_button_names_its_question() -> None:
    assert moves.change_answer(at(BEGUN, "/change_answer", entities={"question": "body"})).slots == {"focus": "body"}


def test_a_change_that_names_nothing_offers_the_answers_given() -> None:
    turn = moves.change_answer(at(BEGUN, "change something"))
    assert turn.slots == {}
    assert [button.title for button in turn.replies[0].buttons] == ["Change your nation", "Change kind of body"]


def test_a_change_that_takes_other_answers_away_names_them() -> None:
    turn = moves.change_answer(at({"route": "quotes", "price_weight": "shared_marks"}, "change the route to direct award"))
    assert turn.slots["answers"] == {"route": "direct_award"}
    assert "taken out" in said(turn)


def test_back_takes_the_last_answer_away_and_asks_it_again() -> None:
    talk = at(BEGUN)
    turn = moves.back(talk)
    assert turn.slots["answers"] == {"nation": "wales"}
    assert "What kind of organisation" in open_question(after(talk, turn))


def test_back_from_a_change_leaves_the_answer_as_it_was() -> None:
    assert moves.back(at(BEGUN, focus="nation")).slots == {"focus": None}


def test_back_at_the_start_says_so() -> None:
    turn = moves.back(at({}))
    assert turn.slots == {} and "first question" in said(turn)


STAGES = [
    ("go to finance", "finance"), ("take me to risk", "risk"), ("jump to contrcting", "contracting"),
    ("I want the feedback stage", "feedback"), ("/jump_stage", "users"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "stage"), STAGES)
def test_a_stage_is_reached_by_its_name_or_button_without_losing_an_answer(knowledge: Any, text: str, stage: str) -> None:
    talk = at(BEGUN, text, entities={"stage": stage} if text.startswith("/") else {})
    turn = moves.jump_stage(talk)
    assert turn.slots == {"focus": stage}
    name = next(s.name for s in knowledge.stages if s.id == stage)
    assert f"# {name}: stage " in open_question(after(talk, turn))


def test_a_stage_that_is_not_named_is_asked_for() -> None:
    turn = moves.jump_stage(at(BEGUN, "go somewhere"))
    assert turn.slots == {} and len(turn.replies[0].buttons) == 8


def test_the_next_stage_is_the_one_after(knowledge: Any) -> None:
    assert moves.next_stage(at(BEGUN)).slots == {"focus": knowledge.stages[1].id}
    assert moves.next_stage(at(BEGUN, focus=knowledge.stages[-1].id)).slots == {}


@pytest.mark.parametrize(
    "move",
    [moves.skip, moves.dont_know, moves.change_answer, moves.next_stage, moves.jump_stage, overview.why, overview.progress],
)
def test_what_needs_a_plan_says_so_without_one(move: Any) -> None:
    turn = move(Talk(None, {}, None, {}))
    assert turn.slots == {} and "No question of mine is open" in said(turn)


# --- beginning, ending, deleting -------------------------------------------------------------------------------------


def test_the_opening_words_already_count_as_answers() -> None:
    text = "A Welsh council wants to commission a falls service for £180,000 a year, for 3 years, we are in Wales"
    turn = interview.begin(Talk(None, {}, None, {}, text=text), resources.named("commission"))
    assert turn.slots["journey"] == "commission"
    assert turn.slots["answers"]["nation"] == "wales" and turn.slots["answers"]["value"] == 180_000
    assert "I have noted" in said(turn)


def test_beginning_anew_keeps_the_answers_of_a_plan_under_way() -> None:
    turn = interview.begin(at(BEGUN, "/plan_commission"), resources.named("commission"))
    assert turn.slots["answers"] == BEGUN
    assert "Let us plan" not in said(turn)


DELETIONS = [("start_again", reception.start_again, reception.start_again_now),
             ("forget_me", reception.forget_me, reception.forget_me_now)]  # fmt: skip


@pytest.mark.parametrize(("name", "ask", "now"), DELETIONS, ids=[name for name, _, _ in DELETIONS])
def test_nothing_is_deleted_before_the_guide_has_asked(name: str, ask: Any, now: Any) -> None:
    for turn in (ask(at(BEGUN)), now(at(BEGUN)), reception.affirm(at(BEGUN, "yes"))):
        assert not turn.restart and BEGUN.items() <= turn.slots.get("answers", BEGUN).items()
    assert ask(at(BEGUN)).replies[0].confirm == name


@pytest.mark.parametrize(("name", "ask", "now"), DELETIONS, ids=[name for name, _, _ in DELETIONS])
def test_a_deletion_that_was_asked_for_is_done_on_yes_or_when_said_again(name: str, ask: Any, now: Any) -> None:
    talk = at(BEGUN, "yes", asked_to_confirm=name)
    for turn in (ask(talk), now(talk), reception.affirm(talk)):
        assert turn.restart or turn.slots["answers"] == {}


@pytest.mark.parametrize("name", ["start_again", "forget_me"])
def test_no_keeps_everything(name: str) -> None:
    turn = reception.deny(at(BEGUN, "no", asked_to_confirm=name))
    assert turn.slots == {} and not turn.restart


def test_yes_to_one_deletion_does_not_confirm_the_other() -> None:
    assert not reception.forget_me_now(at(BEGUN, asked_to_confirm="start_again")).restart
    assert reception.start_again_now(at(BEGUN, asked_to_confirm="forget_me")).slots == {}


def test_a_plan_without_answers_starts_again_at_once() -> None:
    assert reception.start_again(at({})).slots["journey"] is None


@pytest.mark.parametrize("call", [reception.goodbye, reception.stop, reception.menu, reception.ask_mode])
def test_the_open_question_is_not_asked_of_someone_who_turns_away(call: Any) -> None:
    assert call(at(BEGUN)).resume is False
    assert call(at(BEGUN)).slots == {}


# --- looking at the plan ---------------------------------------------------------------------------------------------


def test_progress_counts_what_is_answered_and_left() -> None:
    told = said(overview.progress(at(BEGUN)))
    assert "stage 1 of 8" in told and told.count("2 of ") == 1


def test_the_summary_names_every_answer_in_words() -> None:
    told = said(overview.summary(at({**BEGUN, "service": "Home visits"})))
    assert [line for line in told.splitlines() if line.startswith("- ")] == [
        "- Your nation: Wales", "- Kind of body: Council", "- The service: Home visits",
    ]  # fmt: skip


def test_the_checklist_comes_with_its_documents() -> None:
    assert overview.checklist(at(BEGUN)).replies[0].shows == "checklist"
    assert overview.checklist(at({})).replies[0].shows is None


def test_why_and_help_are_about_the_open_question(knowledge: Any) -> None:
    service = next(q for q in knowledge.questions if q.id == "service")
    assert service.why in said(overview.why(at(BEGUN)))
    assert service.help in said(overview.help_question(at(BEGUN)))


# --- free questions --------------------------------------------------------------------------------------------------

BOARD = "has anyone put their own director on the board?"


def test_a_question_in_the_middle_is_answered_and_the_place_kept() -> None:
    talk = at(BEGUN, BOARD, intent="ask")
    turn = interview.take(talk)
    assert turn.replies[0].status == "answered" and turn.resume
    assert turn.slots.keys() <= {"topic", "warned", "told"} and "topic" in turn.slots
    assert SERVICE in open_question(after(talk, turn))


def test_a_follow_up_in_the_middle_keeps_to_the_topic() -> None:
    first = at(BEGUN, "What was Torbay Care Trust buying?", intent="ask")
    then = after(first, interview.take(first))
    turn = interview.take(
        Talk("commission", then.answers, None, then.topic, text="And how long was their contract?", intent="ask")
    )
    assert turn.replies[0].sources == ("torbay-five-years-plus-two",)


OVERDUE = "were due to be checked again by now"


def test_notes_past_their_review_are_told_once_in_a_conversation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "today", lambda: date(2028, 1, 1))  # every note is past its review
    first = at(BEGUN, BOARD, intent="ask")
    turn = interview.take(first)
    assert OVERDUE in said(turn) and turn.slots["warned"] is True
    again = interview.take(Talk("commission", BEGUN, None, {}, warned=True, text=BOARD, intent="ask"))
    assert OVERDUE not in said(again) and "warned" not in again.slots
    more = asking.more(
        Talk("commission", BEGUN, None, {"asked": BOARD, "more": ["salford-case-in-brief", "open-door-two-contracts"]})
    )
    assert said(more).count(OVERDUE) == 1


def test_notes_within_their_review_are_no_matter_for_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "today", lambda: date(2026, 7, 6))
    turn = interview.take(at(BEGUN, BOARD, intent="ask"))
    assert OVERDUE not in said(turn) and "warned" not in turn.slots


def test_a_note_is_told_in_full_once_in_a_conversation_and_all_of_them_when_asked_for(knowledge: Any) -> None:
    first = asking.answer_question(Talk(None, {"nation": "england"}, None, {}, text=BOARD))
    notes = {note.id: note.text for note in knowledge.notes}
    told = first.slots["told"]
    assert len(told) == 2 and all(notes[name] in said(first) for name in told)
    assert CHANGED in first.replies[0].buttons
    then = Talk(None, {"nation": "england"}, None, first.slots["topic"], told=tuple(told), text=BOARD)
    again = asking.answer_question(then)
    assert not [name for name in told if notes[name] in said(again)]
    everything = asking.since_then(then)
    assert all(notes[name] in said(everything) for name in first.slots["topic"]["notes"])
    assert {*everything.slots["told"]} == {*told, *first.slots["topic"]["notes"]}


def test_what_has_changed_is_asked_of_something_that_was_shown() -> None:
    turn = asking.since_then(Talk(None, {}, None, {}))
    assert "Ask a question first" in said(turn) and turn.slots == {}


def test_an_answer_of_a_note_has_the_law_and_no_passage_as_its_source() -> None:
    turn = asking.answer_question(Talk(None, {"nation": "england"}, None, {}, text="what replaced OJEU?"))
    assert turn.replies[0].law == ("ojeu-notices",) and turn.replies[0].sources == ()


def test_an_answer_to_the_plan_leaves_the_topic_alone() -> None:
    assert "topic" not in interview.take(at(BEGUN, "Home visits", topic={"asked": BOARD})).slots


@pytest.mark.parametrize("text", ["who won the football?", "what is the weather like in Paris?"])
def test_a_question_that_is_not_answered_leaves_the_topic_alone(text: str) -> None:
    turn = interview.take(at(BEGUN, text, intent="ask", topic={"asked": BOARD, "shown": [], "more": []}))
    assert turn.replies[0].status == "off_topic" and turn.slots == {}


def test_more_shows_two_further_passages_until_there_are_none() -> None:
    talk = at({}, BOARD)
    talk, shown = after(talk, asking.answer_question(talk)), []
    for _ in range(2):
        turn = asking.more(talk)
        shown += [name for reply in turn.replies for name in reply.sources]
        talk = after(talk, turn)
    assert len(shown) == len(set(shown)) == 4
    assert "nothing further" in said(asking.more(talk))


def test_why_this_passage_names_what_it_shares_with_the_question() -> None:
    talk = at({}, BOARD)
    turn = asking.why_this_answer(after(talk, asking.answer_question(talk)))
    assert BOARD in said(turn) and "director" in said(turn)
    assert turn.replies[0].sources == ("commissioner-director-on-board",)


def test_why_this_passage_before_any_says_so() -> None:
    assert "not shown a passage yet" in said(asking.why_this_answer(at({})))


@pytest.mark.parametrize("name", ["", "nowhere", "../../etc/passwd"])
def test_a_button_for_a_passage_that_does_not_exist_changes_nothing(name: str) -> None:
    turn = asking.show(at({}, entities={"passage": name}))
    assert turn.slots == {} and "nothing has changed" in said(turn)


# --- commands or answers ---------------------------------------------------------------------------------------------


def test_a_clear_command_at_a_question_for_free_text_is_a_command() -> None:
    turn = command(moves.back).call(at(BEGUN, "I'd like to go back one please", intent="back", nearness=0.8))
    assert turn.slots["answers"] == {"nation": "wales"}


def test_a_long_text_that_only_sounds_like_a_command_is_the_answer() -> None:
    text = "a human rights advice service"
    turn = command(reception.human).call(at(BEGUN, text, intent="human", nearness=0.4))
    assert turn.slots["answers"]["service"] == text


@pytest.mark.parametrize(
    ("text", "intent"), [("contract manager", "human"), ("more independence", "more"), ("they will be asked", "why")]
)
def test_a_short_free_text_is_the_answer_unless_an_example_says_much_the_same(text: str, intent: str) -> None:
    turn = command(reception.human).call(at(BEGUN, text, intent=intent, nearness=0.4))
    assert turn.slots["answers"]["service"] == text


def test_a_command_in_the_words_of_an_example_is_one_at_a_question_for_free_text() -> None:
    assert command(moves.skip).call(at(BEGUN, "skip it", intent="skip", nearness=0.9)).slots["answers"]["service"] == "skipped"


def test_an_option_in_known_words_is_the_answer_whatever_command_it_resembles() -> None:
    answers = {**BEGUN, "service": "Visits", "newness": "new_service", "value": "skipped", "term": "skipped"}
    focus = {"focus": "in_view", "confidence": 0.99, "nearness": 0.99}
    turn = command(reception.deny).call(at(answers, "no", intent="deny", **focus))
    assert turn.slots["answers"]["in_view"] == "no_one"


def test_a_command_by_button_is_never_an_answer() -> None:
    assert command(moves.back).call(at(BEGUN, "/back", nearness=0.0)).slots["answers"] == {"nation": "wales"}


def test_help_with_a_term_explains_the_term() -> None:
    turn = command(reception.help).call(at(BEGUN, "help me understand TUPE", intent="help", nearness=0.9))
    assert turn.replies[0].status == "answered" and "TUPE" in said(turn)
