"""What a visit answers to the questions of its checklist, checked when it comes and put into words when it is read."""

from collections.abc import Mapping
from typing import Any

from apps.registry.papers import CHECKLISTS, Paper, paper_of

LONGEST = 200


def wrong_in(checklist: Paper, answers: Mapping[str, Any]) -> str:
    """In one sentence, or nothing."""
    questions = {question["key"]: question for question in checklist["questions"]}
    if strange := sorted(set(answers) - set(questions)):
        return f"“{checklist['title']}”里没有“{strange[0][:40]}”这一项"
    for question in questions.values():
        if wrong := _wrong(question, answers.get(question["key"])):
            return wrong
    return ""


def _wrong(question: Mapping[str, Any], said: Any) -> str:
    label = question["label"]
    if said in (None, ""):
        return f"请回答“{label}”" if question.get("must") else ""
    if not isinstance(said, str) or len(said) > LONGEST or not said.isprintable():
        return f"“{label}”填写有误"
    is_known = question.get("text") or said in {option[0] for option in question["options"]}
    return "" if is_known else f"“{label}”请从选项里选"


def answers_of(key: str, version: str, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """With the words of the version it was answered in, in the order of its questions; None of a visit without one."""
    checklist = paper_of(CHECKLISTS, key, version)
    if checklist is None:
        return None
    asked = [question for question in checklist["questions"] if answers.get(question["key"])]
    return {
        "key": key,
        "version": version,
        "title": checklist["title"],
        "answers": [_told(question, answers[question["key"]]) for question in asked],
    }


def _told(question: Mapping[str, Any], said: str) -> dict[str, Any]:
    options = {option[0]: option for option in question.get("options", ())}
    chosen = options.get(said, (said, said))
    return {
        "key": question["key"],
        "label": question["label"],
        "value": said,
        "said": chosen[1],
        "bad": "bad" in chosen[2:],
    }
