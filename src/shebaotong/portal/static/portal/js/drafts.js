// A form marked data-draft="NAME" keeps what is typed in this tab, so that an expired session, a broken line or a
// wrong key loses nothing. A draft belongs to the person who typed it: when another signs in at the same machine,
// it is thrown away unread. The page that confirms a form carries data-draft-done="NAME".

const PREFIX = "draft:";
const owner = document.body.dataset.owner || "";
const SKIPPED = "[type=password], [type=file], [type=hidden], [type=submit], [data-draft-skip]";

const keyOf = (name) => `${PREFIX}${owner}:${name}`;
const ownerOf = (key) => key.split(":")[1];

function forgetOthers() {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && owner && ownerOf(key) !== owner) sessionStorage.removeItem(key);
  }
}

const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !field.matches(SKIPPED));

function read(form) {
  return fieldsOf(form).map((field) =>
    field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value,
  );
}

function write(form, values) {
  const fields = fieldsOf(form);
  if (fields.length !== values.length) return false;
  fields.forEach((field, place) => {
    if (typeof values[place] === "boolean") field.checked = values[place];
    else field.value = values[place];
  });
  form.dispatchEvent(new Event("change"));
  return true;
}

function tell(form, restored = true) {
  const note = form.querySelector("[data-draft-restored]");
  if (note) note.hidden = !restored;
}

function keep(form) {
  const key = keyOf(form.dataset.draft);
  const empty = JSON.stringify(read(form));
  const kept = sessionStorage.getItem(key);
  // A form that the server sent back with what was typed is newer than the draft.
  if (kept && !form.querySelector("[aria-invalid]") && kept !== empty && write(form, JSON.parse(kept))) tell(form);
  const save = () => sessionStorage.setItem(key, JSON.stringify(read(form)));
  form.addEventListener("input", save);
  form.addEventListener("change", save);
  form.addEventListener("reset", () => {
    sessionStorage.removeItem(key);
    tell(form, false);
  });
}

forgetOthers();
for (const done of document.querySelectorAll("[data-draft-done]")) {
  sessionStorage.removeItem(keyOf(done.dataset.draftDone));
}
for (const form of document.querySelectorAll("form[data-draft]")) keep(form);
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-draft-wipe]")) return;
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
});
