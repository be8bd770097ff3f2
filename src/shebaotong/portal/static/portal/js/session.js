// Warns before the server ends an idle session, with at least two minutes left; one press goes on. The server puts
// the end off at most once a minute, hence three. Other tabs of the same person count.

const WARN_BEFORE = 180;
const dialog = document.getElementById("session");
const lasts = Number(dialog.dataset.seconds) * 1000;
const channel = new BroadcastChannel("session");
let ends = Date.now() + lasts;

function renewed() {
  ends = Date.now() + lasts;
  if (dialog.open) dialog.close();
}

async function extend() {
  const token = JSON.parse(document.body.getAttribute("hx-headers:inherited"));
  const answer = await fetch(dialog.dataset.extend, { method: "POST", headers: token });
  if (!answer.ok) return;
  renewed();
  channel.postMessage("renewed");
}

channel.addEventListener("message", renewed);
channel.postMessage("renewed");
document.addEventListener("htmx:after:request", () => {
  renewed();
  channel.postMessage("renewed");
});
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  extend();
});
setInterval(() => {
  const left = (ends - Date.now()) / 1000;
  if (left <= WARN_BEFORE && left > 0 && !dialog.open) dialog.showModal();
}, 1000);
