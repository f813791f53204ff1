"""What axe-core finds wrong with a screen, by WCAG 2.2 AA and by its own best practice."""

from typing import Any

from playwright.sync_api import Page

from tests.serving import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The wheels of Vant's date picker are lists of buttons: turned by a finger or pressed, each says its value. The library
# draws them no other way, so these two rules, of which role stands in which, are not asked of what is in a wheel.
WHEEL = {"aria-allowed-role", "list"}
ASK = "(tags) => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })"
SETTLED = """() => document.getAnimations().every((one) =>
  one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)"""


class Eye:
    """Looks at one screen after the other; what it found is asked for at the end, so that one run tells all of it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: dict[str, list[str]] = {}
        self.seen: list[str] = []

    def look(self, name: str) -> None:
        # A colour on its way is of nobody's choosing.
        self.page.wait_for_function(SETTLED)
        self.page.evaluate((ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text())
        told = self.page.evaluate(ASK, TAGS)["violations"]
        self.seen.append(name)
        lines = [
            _line(violation, node) for violation in told for node in violation["nodes"] if not _turns(violation, node)
        ]
        if lines:
            self.found[name] = lines


def _turns(violation: dict[str, Any], node: dict[str, Any]) -> bool:
    return violation["id"] in WHEEL and 'class="van-picker-column__' in node["html"]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    why = " ".join(node["failureSummary"].split("\n", 1)[-1].split())
    return f"{violation['id']} ({violation['impact']}): {node['html'][:160]} -- {why[:240]}"
