"""What must be true of any page, asked of the page itself."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

THEMES = ("paper", "night", "lamp", "contrast")
LARGE = ":root { font-size: 200% !important }"
SPACED = (  # WCAG 2.2, 1.4.12
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)
FOCUS = """() => {
  const wrong = [], all = document.querySelectorAll('a[href], button, input, select, textarea, summary');
  const shown = one => one.checkVisibility({visibilityProperty: true}) && one.type !== 'hidden';
  for (const one of [...all].filter(shown)) {
    one.focus({focusVisible: true});
    const style = getComputedStyle(one), box = one.getBoundingClientRect();
    const label = one.type === 'radio' || one.type === 'checkbox' ? one.closest('label') : null;
    const ring = [one, label].some(it => it && getComputedStyle(it).outlineStyle !== 'none'
      && parseFloat(getComputedStyle(it).outlineWidth) >= 2);
    if (!ring) wrong.push(`no ring: ${one.outerHTML.slice(0, 120)}`);
    const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1), y = box.y + box.height / 2;
    const top = document.elementFromPoint(x, y);
    const line = one.getClientRects().length > 1;
    if (!line && !(top && (one.contains(top) || top.contains(one))))
      wrong.push(`hidden at focus: ${one.outerHTML.slice(0, 120)} by ${top && top.outerHTML.slice(0, 80)}`);
  }
  return wrong;
}"""
LOST = """() => [...document.querySelectorAll('main *, header *, footer *')]
  .filter(one => one.children.length === 0 && one.textContent.trim() && !one.closest('.vh, .skip, .brand, svg')
    && one.checkVisibility({visibilityProperty: true}))
  .filter(one => getComputedStyle(one).overflow !== 'visible' && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).overflowX !== 'auto')
  .map(one => `cut off: ${one.outerHTML.slice(0, 120)}`)"""
SCRIPTLESS = """() => [
  ...[...document.querySelectorAll('button')].filter(one => !one.form).map(one => one.outerHTML),
  ...[...document.querySelectorAll('a:not([href])')].map(one => one.outerHTML),
  ...[...document.querySelectorAll('form')].filter(one => ![...one.elements].some(field => field.type === 'submit')).map(one => one.outerHTML),
]"""
WEIGHT = """() => new Promise(resolve => {
  new PerformanceObserver(list => {}).observe({type: 'layout-shift', buffered: true});
  const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
  const size = (...ends) => all.filter(one => ends.some(end => new URL(one.name).pathname.endsWith(end)))
    .reduce((sum, one) => sum + one.encodedBodySize, 0);
  let shift = 0;
  const seen = new PerformanceObserver(list => list.getEntries().forEach(one => { shift += one.value; }));
  seen.observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve({
    html: all[0].encodedBodySize, style: size('.css'), script: size('.js'), fonts: size('.woff2'),
    requests: all.length, shift, elements: document.querySelectorAll('*').length,
  }), 50);
})"""


def set_theme(page: Page, theme: str) -> None:
    """Show the page in one of the themes, as the server would."""
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)


def faults_of_focus(page: Page) -> list[str]:
    """List stops of the keyboard that have no ring, or that something covers."""
    return list(page.evaluate(FOCUS))


def faults_without_scripts(page: Page) -> list[str]:
    """List what would need a script: buttons without a form, links without an address, forms without a button."""
    return list(page.evaluate(SCRIPTLESS))


def weight_of(page: Page) -> dict[str, Any]:
    """Return the bytes on the wire by kind, how many requests and elements, and by how much things moved."""
    return dict(page.evaluate(WEIGHT))


def lost(page: Page) -> list[str]:
    """List texts that are cut off."""
    return list(page.evaluate(LOST))
