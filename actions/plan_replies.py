"""How the guide words what came of the answers so far: progress, summary, checklist, options appraisal."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions.replies import ASK, SUMMARY, beginning, papers, start
from actions.turn import Reply
from knowledge import appraised
from knowledge import readiness as readiness_of
from knowledge.appraisal import Appraisal
from knowledge.checklist import Checklist, Line, Said
from knowledge.impact import Stated
from knowledge.journey import Place
from knowledge.readiness import LEVEL_WORDS, Standing
from knowledge.records import Journey
from knowledge.wording import capital, joined, lowered

MOST_RANKED = 3  # options that are told in the chat
MOST_NAMED = 8  # of what is undecided
NO_MUST = "No rule that I hold commands a step for these answers."
MOST_FIRST = 3  # steps of a roadmap that are told in the chat


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
    lines = "\n".join(f"- {capital(s.label)}: {s.answer}" for s in said)
    return Reply(
        f"# What you have told me\n\n{lines}\n\nTo correct one, say “change” and its name.{kept}", papers(under_way),
        answers=tuple((capital(s.label), s.answer, s.question) for s in said if s.question),
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
        f"**What the law commands, in order of date:**\n{musts}" if musts else NO_MUST,
        f"**Not decided yet:** {_some_of([said.label for said in made.undecided])}."
        if made.undecided
        else "Nothing is undecided.",
    ]
    return Reply("\n\n".join(parts), shows="checklist", in_days=made.in_days)


def nothing_yet(begins: Journey, what: str) -> Reply:
    """`what` there is not, as in "There is no roadmap yet"."""
    return Reply(f"{what}: it grows with your answers. Shall we begin?", (beginning(begins), ASK))


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


def readiness(found: Sequence[Standing]) -> Reply:
    """Each dimension with why, the next step from where it is held back most, and who helps."""
    head = f"# How ready you are\n\n{readiness_of.in_short(found)} {readiness_of.CAUTION}"
    sides = [_side(each) for each in found]
    passages = dict.fromkeys(p.id for each in found if each.next for p in each.next.passages)
    law = dict.fromkeys(note.id for each in found if each.next for note in each.next.law)
    return Reply("\n\n".join([head, *sides]), (SUMMARY,), sources=tuple(passages), law=tuple(law), shows="roadmap")


def _side(each: Standing) -> str:
    level = LEVEL_WORDS[each.level]
    lines = [f"**{each.dimension.name}: {level}.** It tells {each.dimension.about}. You said: {each.said}."]
    if each.next and each.next.step:
        lines += [f"- Next: {each.next.step.say}", f"- Who helps: {each.who_helps}."]
    return "\n".join(lines)


def roadmap(made: Checklist) -> Reply:
    """How long the way is and what comes first; the whole of it is in the document, which the channel links first."""
    phases = "\n".join(f"- {phase.name}: {len(lines)} lines. {phase.purpose}" for phase, lines in made.stages)
    first = [line for line in made.in_time() if line.item and line.item.priority != "consider"][:MOST_FIRST]
    musts = "\n".join(f"- {_first_sentence(line.text)}" for line in made.of_priority("must"))
    draft = " It is a draft until every question has an answer." if made.draft else ""
    parts = [
        f"# Your roadmap\n\n{len(made.lines)} lines in {len(made.stages)} phases, each with its reason and its evidence.{draft}",
        phases,
        "**First:**\n" + "\n".join(f"- {capital(line.by)}: {lowered(_first_sentence(line.text))}" for line in first),
        f"**What the law asks, in order of date:**\n{musts}" if musts else NO_MUST,
    ]
    return Reply("\n\n".join(parts), (SUMMARY,), shows="roadmap", in_days=made.in_days)


def requests(lines: Sequence[Line], begins: Journey) -> Reply:
    """What to ask the commissioner for, in the order of the talk."""
    if not lines:
        return nothing_yet(begins, "With your answers there is nothing to ask a commissioner for yet")
    asked = "\n".join(f"- {line.text}" for line in lines)
    return Reply(
        f"# What to ask the commissioner for\n\n{asked}\n\nThe sheet has the reason and the source of each, on one page.",
        (SUMMARY,), shows="requests",
    )  # fmt: skip


def statement(levels: Sequence[Stated]) -> Reply:
    """Each level in the group's own words with what shows it, and what is still open."""
    told = [f"**{each.level.name}.** {_stated(each)}" for each in levels]
    still = [f"{lowered(each.level.name)}: {joined([lowered(label) for label in each.open])}" for each in levels if each.open]
    parts = ["# What good you do", *told, f"**Still open** {'; '.join(still)}." if still else "Nothing is open on any level."]
    cited = dict.fromkeys(passage.id for each in levels for passage in each.passages)
    return Reply("\n\n".join(parts), (SUMMARY,), sources=tuple(cited), shows="statement")


def _stated(each: Stated) -> str:
    if each.left_out:
        return "You claim nothing here."
    shown = "\n".join(f"- {part.label}: {part.said}" for part in each.shown_by if part.said)
    like = f"\n- Who measured the like: {each.example.value}" if each.example else ""
    return f"{each.benefit.said or 'What gets better is still open.'}\n{shown}{like}"


def other_papers(asked_for: Journey, under_way: Journey) -> Reply:
    return Reply(
        f"The checklist belongs to {asked_for.called}, which is not begun. For {under_way.called} there is:",
        (*papers(under_way), beginning(asked_for)),
    )


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.:]) (?=[A-Z£])", text, maxsplit=1)[0].rstrip(":.") + "."


def _some_of(names: Sequence[str]) -> str:
    """All of a few names, or the first of many and how many more there are."""
    if len(names) <= MOST_NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[: MOST_NAMED - 1])}; and {len(names) - MOST_NAMED + 1} more"
