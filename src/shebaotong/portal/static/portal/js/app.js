// What every page gains from a script. Nothing here is needed to get a thing done: links and forms work without it.

const root = document.documentElement;
root.classList.add("js");

const news = () => document.getElementById("news");
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

// A swap that failed must be told; what was typed stays where it is.
function tellFailure() {
  const region = news();
  if (!region) return;
  region.classList.remove("sr");
  region.textContent = region.dataset.failed;
}
document.addEventListener("htmx:error", tellFailure);
document.addEventListener("htmx:response:error", (event) => {
  if (event.detail.ctx.response.status >= 500) tellFailure();
});

// After a step the eye and the screen reader go to what is new: an error summary or a heading.
function focusNews(place) {
  place.querySelector("[data-focus]")?.focus();
}
focusNews(document);
document.addEventListener("htmx:after:settle", (event) => focusNews(event.target));

document.addEventListener("click", (event) => {
  const pressed = event.target.closest("[data-print], [data-keypad] [data-key]");
  if (!pressed) return;
  if (pressed.matches("[data-print]")) {
    window.print();
    return;
  }
  const field = document.getElementById(pressed.closest("[data-keypad]").dataset.keypad);
  const key = pressed.dataset.key;
  field.value = key === "back" ? field.value.slice(0, -1) : field.value + key;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
for (const keypad of document.querySelectorAll("[data-keypad]")) keypad.hidden = false;

// Shortcuts are off until a person switches them on (WCAG 2.1.4). A button names its key in data-shortcut;
// J and K walk through a list marked data-walk.
function walk(step) {
  const links = [...document.querySelectorAll("[data-walk] a")];
  const here = links.indexOf(document.activeElement);
  const from = here < 0 ? links.findIndex((link) => link.hasAttribute("aria-current")) : here;
  links[Math.min(Math.max(from + step, 0), links.length - 1)]?.focus();
}
function press(key) {
  const target = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!target) return false;
  if (typing(target)) target.focus();
  else target.click();
  return true;
}
document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts !== "on") return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key.length === 1 && typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if (!press(event.key)) return;
  event.preventDefault();
});

// A question that other answers rule out is put away while they do; without a script it says when it applies.
function applies(part, form) {
  return part.dataset.onlyIf.split(";").every((condition) => {
    const [name, value] = condition.split("=");
    const asked = form.elements[name];
    if (!asked) return true;
    return (asked.matches?.("[type=radio]:not(:checked)") ? "" : asked.value) === value;
  });
}
function showWhatApplies(form) {
  for (const part of form.querySelectorAll("[data-only-if]")) part.hidden = !applies(part, form);
}
for (const form of document.forms) {
  if (!form.querySelector("[data-only-if]")) continue;
  showWhatApplies(form);
  form.addEventListener("change", () => showWhatApplies(form));
}
