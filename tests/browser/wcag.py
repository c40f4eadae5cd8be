"""Single criteria of WCAG 2.2, each with its own check: what is wrong with an open page, by line.

axe alone is not enough: it does not look for pictures whose text says nothing, for colours that
carry a meaning alone, or for text that is lost when it is enlarged.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.chromium import overflow

TARGET = 24  # CSS pixels, 2.5.8


def without_text_alternative(page: Page) -> list[str]:
    """1.1.1: pictures, charts and canvases that have no name, or one that tells nothing."""
    return _found(page, _UNNAMED) + _axe(
        page, "image-alt", "svg-img-alt", "role-img-alt", "input-image-alt", "object-alt"
    )


def told_by_colour_alone(page: Page) -> list[str]:
    """1.4.1: links in text, wrong fields and marks of a chart that only a colour tells apart."""
    return _found(page, _COLOUR_ALONE) + _axe(page, "link-in-text-block")


def too_faint(page: Page) -> list[str]:
    """1.4.3: text with too little contrast to what is behind it."""
    return _axe(page, "color-contrast")


def lost_at_double_size(page: Page) -> list[str]:
    """1.4.4: text that does not grow, is cut, or makes the page wider, at 200 %."""
    before = page.evaluate(_SIZES)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    after, cut = page.evaluate(_SIZES), _found(page, _CUT)
    wider = overflow(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    still = [f"does not grow: {text}" for text, size in before if [text, size] in after]
    return still + cut + ([f"the page is {wider} pixels too wide"] if wider else [])


def without_title(page: Page) -> list[str]:
    """2.4.2: a title that is empty, or that has no word of the page's heading."""
    title = page.title().strip()
    headings = page.locator("h1").all_inner_texts()
    if not title:
        return ["the page has no title"]
    if len(headings) != 1:
        return [f"the page has {len(headings)} first headings"]
    words = {word.lower().strip(".,:;!?«»") for word in headings[0].split() if len(word) > 3}
    told = any(word in title.lower() for word in words)
    return [] if told or not words else [f"title {title!r} tells nothing of {headings[0]!r}"]


def small_targets(page: Page) -> list[str]:
    """2.5.8: what is clicked on, outside a sentence, and smaller than 24 pixels either way."""
    return _found(page, _SMALL, TARGET)


def focus_path(page: Page, steps: int) -> list[str]:
    """What Tab reaches, in order; a line begins with "unseen" where the focus cannot be seen."""
    found = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        found.append(str(page.evaluate(_FOCUSED)))
    return found


def _found(page: Page, script: str, *given: int) -> list[str]:
    found: list[str] = page.evaluate(script, *given)
    return found


def _axe(page: Page, *rules: str) -> list[str]:
    asked = {"runOnly": {"type": "rule", "values": list(rules)}}
    found = Axe().run(page, options=asked).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


_NAME = """
const seen = (e) => !!(e.offsetWidth || e.offsetHeight || e.getClientRects().length);
const told = (e) => {
  const ids = (e.getAttribute('aria-labelledby') || '').split(/\\s+/).filter(Boolean);
  const by = ids.map((id) => document.getElementById(id)?.textContent || '').join(' ');
  const title = e.tagName.toLowerCase() === 'svg' && e.querySelector(':scope > title');
  return (by || e.getAttribute('aria-label') || e.getAttribute('alt')
    || (title && title.textContent) || e.getAttribute('title') || '').trim();
};
const hidden = (e) => e.closest('[aria-hidden=true]') || e.closest('[role=presentation]')
  || e.getAttribute('alt') === '';
const where = (e) => e.outerHTML.slice(0, 120);
"""

_UNNAMED = f"""() => {{ {_NAME}
const pictures = [...document.querySelectorAll('img, canvas, svg, object, [role=img]')]
  .filter((e) => seen(e) && !hidden(e) && !e.parentElement.closest('svg, [role=img]'))
  .filter((e) => !e.closest('button, a, [role=button]'));
return pictures.flatMap((e) => {{
  const name = told(e);
  if (!name) return ['no name: ' + where(e)];
  if (/^(image|graph|chart|graphique|picture|logo|svg)$/i.test(name)
      || /\\.(png|svg|jpe?g)$/i.test(name)) return ['tells nothing: ' + name];
  return [];
}});
}}"""

_COLOUR_ALONE = f"""() => {{ {_NAME}
const faults = [];
for (const e of document.querySelectorAll('[aria-invalid=true]')) {{
  const ids = (e.getAttribute('aria-describedby') || '').split(/\\s+/).filter(Boolean);
  if (!ids.some((id) => document.getElementById(id)?.textContent.trim()))
    faults.push('wrong field without words: ' + where(e));
}}
for (const e of document.querySelectorAll('[data-state]'))
  if (seen(e) && !e.textContent.trim()) faults.push('state without words: ' + where(e));
const form = (e) => [e.tagName, (e.getAttribute('d') || '').replace(/[-\\d.,\\s]+/g, ''),
  e.getAttribute('stroke-dasharray') || '', e.getAttribute('fill') === 'none'].join('|');
for (const svg of document.querySelectorAll('svg')) {{
  if (!seen(svg)) continue;
  const forms = {{}};
  for (const e of svg.querySelectorAll('path, circle, rect, line, polygon, use')) {{
    const own = e.getAttribute('fill'), line = e.getAttribute('stroke');
    const colour = (own && own !== 'none' ? own : line || '').toLowerCase();
    if (['#0b5fa5', '#b8480a'].includes(colour)) (forms[colour] ??= new Set()).add(form(e));
  }}
  const [one, other] = Object.values(forms);
  const signs = [...svg.querySelectorAll('text')].map((e) => e.textContent).join(' ');
  const signed = /\\+/.test(signs) && /[-\\u2212\\u2013]/.test(signs);
  if (one && other && !signed && [...one].some((each) => other.has(each)))
    faults.push('marks told apart by colour alone: ' + (told(svg) || where(svg)));
}}
return faults;
}}"""

_TEXTS = """
const texts = [...document.querySelectorAll('body *')].filter((e) =>
  [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
  && (e.offsetWidth || e.offsetHeight) && !e.closest('svg, [aria-hidden=true]'));
"""

_SIZES = f"""() => {{ {_TEXTS}
return texts.map((e) => [e.textContent.trim().slice(0, 60), getComputedStyle(e).fontSize]);
}}"""

_CUT = f"""() => {{ {_TEXTS}
return texts.flatMap((e) => {{
  for (let box = e; box && box !== document.body; box = box.parentElement) {{
    const style = getComputedStyle(box);
    const clips = (way) => ['hidden', 'clip'].includes(style[way]);
    if (clips('overflowX') && box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 1
        || clips('overflowY') && box.scrollHeight > box.clientHeight + 1 && box.clientHeight > 1)
      return ['cut: ' + e.textContent.trim().slice(0, 60)];
  }}
  return [];
}});
}}"""

_SMALL = f"""(least) => {{ {_NAME}
const inside = (e) => {{
  const around = e.parentElement;
  return e.tagName === 'A' && getComputedStyle(e).display === 'inline'
    && around.textContent.trim().length > e.textContent.trim().length;
}};
const clicked = document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]');
return [...clicked].filter((e) => seen(e) && !inside(e)).flatMap((e) => {{
  const target = e.matches('input[type=radio], input[type=checkbox]')
    ? e.closest('label') || e.labels?.[0] || e : e;
  const box = target.getBoundingClientRect();
  if (box.width <= 1 && box.height <= 1 || box.bottom < 0) return [];
  return box.width < least || box.height < least
    ? [`${{Math.round(box.width)}} x ${{Math.round(box.height)}}: ` + where(e)] : [];
}});
}}"""

_FOCUSED = f"""() => {{ {_NAME}
const e = document.activeElement;
if (!e || e === document.body) return '';
const style = getComputedStyle(e);
const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0
  || style.boxShadow !== 'none';
const label = e.labels?.[0]?.textContent || told(e) || e.textContent || e.value || e.tagName;
return (ring ? '' : 'unseen ') + label.trim().replace(/\\s+/g, ' ');
}}"""
