// Reads a page aloud, sentence by sentence, with a voice of this machine. Only on a press; without a voice the
// button stays hidden. The sentence being read is marked, and can be stopped at any time.

const RATE = 0.8;
const BLOCKS = "h1, h2, h3, p, li, dt, dd, td, th, caption, label, a, .step-word, .big-link-title, .big-link-note";
const UNSPOKEN = "[hidden], [aria-hidden=true], .sr, svg, script, style, form, .read-aloud, .switches";
const WANTED = { "zh-Hans": ["zh-CN"], "zh-Hant": ["zh-HK", "zh-TW"], en: ["en"] };
const speech = window.speechSynthesis;

// "甲。乙，丙？" → ["甲。", "乙，丙？"]: ends stay with their sentence, so that the voice falls where it should.
export function sentences(text) {
  return (text.replace(/\s+/g, " ").match(/[^。！？；!?;]+[。！？；!?;]*[”’）]*/g) || [])
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part));
}

// The innermost blocks below `place` that are shown, each with its sentences.
export function script(place) {
  const blocks = [...place.querySelectorAll(BLOCKS)].filter(
    (block) => !block.closest(UNSPOKEN) && !block.querySelector(BLOCKS) && block.getClientRects().length,
  );
  return blocks.flatMap((block) => sentences(spoken(block)).map((text) => ({ block, text })));
}

function spoken(block) {
  const copy = block.cloneNode(true);
  for (const silent of copy.querySelectorAll(UNSPOKEN)) silent.remove();
  for (const end of copy.querySelectorAll("br")) end.replaceWith("，");
  return copy.textContent;
}

export function voiceFor(language, voices) {
  const wanted = WANTED[language] || WANTED["zh-Hans"];
  const plain = (voice) => voice.lang.replace("_", "-").toLowerCase();
  const find = (start) => voices.find((voice) => plain(voice).startsWith(start.toLowerCase()));
  return wanted.map(find).find(Boolean) || (language === "en" ? undefined : find("zh"));
}

// Marks one sentence without touching the page's elements; old browsers get the whole block marked instead.
function mark({ block, text }) {
  unmark();
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && CSS.highlights; node = walker.nextNode()) {
    const start = node.data.indexOf(text);
    if (start < 0) continue;
    const range = new Range();
    range.setStart(node, start);
    range.setEnd(node, start + text.length);
    CSS.highlights.set("reading", new Highlight(range));
    return;
  }
  block.classList.add("is-reading");
}
function unmark() {
  CSS.highlights?.delete("reading");
  for (const block of document.querySelectorAll(".is-reading")) block.classList.remove("is-reading");
}

function attach(control) {
  const [start, stop] = ["start", "stop"].map((name) => control.querySelector(`[data-say=${name}]`));
  let run = 0;

  function end() {
    run += 1;
    speech.cancel();
    unmark();
    start.hidden = false;
    stop.hidden = true;
  }

  function say(parts, place, mine) {
    if (mine !== run) return;
    if (place === parts.length) {
      end();
      start.focus();
      return;
    }
    mark(parts[place]);
    parts[place].block.scrollIntoView({ block: "nearest" });
    const words = new SpeechSynthesisUtterance(parts[place].text);
    words.voice = voiceFor(document.documentElement.lang, speech.getVoices());
    words.lang = words.voice.lang;
    words.rate = RATE;
    words.onend = () => say(parts, place + 1, mine);
    words.onerror = () => mine === run && end();
    speech.speak(words);
  }

  start.addEventListener("click", () => {
    speech.cancel();
    run += 1;
    start.hidden = true;
    stop.hidden = false;
    stop.focus();
    say(script(document.getElementById(control.dataset.readAloud)), 0, run);
  });
  stop.addEventListener("click", () => {
    end();
    start.focus();
  });
  control.hidden = false;
}

const waiting = new Set(document.querySelectorAll("[data-read-aloud]"));
function showWhereThereIsAVoice() {
  if (!voiceFor(document.documentElement.lang, speech.getVoices())) return;
  for (const control of waiting) attach(control);
  waiting.clear();
}
if (speech) {
  showWhereThereIsAVoice();
  speech.addEventListener("voiceschanged", showWhereThereIsAVoice);
  addEventListener("pagehide", () => speech.cancel());
}
