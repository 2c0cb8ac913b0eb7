// Loads the app and speaks for it while it is not there: before it starts, when it cannot, and after it broke.
// The words are in index.html.

const SIZE = "fengqiao.size"; // src/state/elder.rs uses the same key and value
const SLOW_AFTER_MS = 8000;

const root = document.documentElement;
const toggle = document.querySelector("#shell .size-toggle");

function applySize(elder) {
  if (elder) root.dataset.size = "elder";
  else delete root.dataset.size;
  toggle?.setAttribute("aria-pressed", String(elder));
}

function remembered() {
  try {
    return localStorage.getItem(SIZE) === "elder";
  } catch {
    return false; // The browser keeps nothing: the usual size, then.
  }
}

// A receipt's QR code opens its case, an invitation's its page, a group's invites to it: the secret leaves the address bar before anything
// else happens, and waits in the tab for the app (src/state/keepsakes.rs uses the same keys).
for (const [page, key, pattern] of [
  ["/track", "fengqiao.case", /^#(FQ-?[0-9A-Z-]+\.[0-9A-Z]+)$/i],
  ["/invited", "fengqiao.invited", /^#(FQ-?[0-9A-Z-]+\.[0-9A-Z]+)$/i],
  ["/join", "fengqiao.join", /^#([0-9A-Z]{5}-?[0-9A-Z]{5})$/i],
]) {
  const secret = pattern.exec(location.hash);
  if (location.pathname !== page || !secret) continue;
  try {
    sessionStorage.setItem(key, secret[1]);
    history.replaceState(null, "", page);
  } catch {
    // The tab keeps nothing: the app takes it from the address itself.
  }
}

applySize(remembered());
toggle?.addEventListener("click", () => {
  const elder = root.dataset.size !== "elder";
  applySize(elder);
  try {
    if (elder) localStorage.setItem(SIZE, "elder");
    else localStorage.removeItem(SIZE);
  } catch {
    // Not remembered, but still applied.
  }
});

// Only one bar at a time: the last one is the one that is true.
function show(id) {
  for (const bar of document.querySelectorAll(".bar[id]")) bar.hidden = bar.id !== id;
}

const isCrash = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener("fengqiao:crash", () => show("broken"));
addEventListener("error", (event) => isCrash(event.error) && show("broken"));
addEventListener("unhandledrejection", (event) => isCrash(event.reason) && show("broken"));

// Without a network the portal opens all the same (sw.js). Nothing waits for this, and where it cannot be, all
// else works.
const workers = navigator.serviceWorker;
let files = null; // the registration; it may be there although no worker serves this page
let left = false;
workers?.getRegistration().then((known) => (files ??= known), () => {});
async function keepFiles() {
  if (left) return;
  try {
    files = await workers.register("/sw.js");
    if (left) return dropFiles();
    const { active } = await workers.ready;
    active.postMessage("rest");
  } catch {
    // Not in this window, or not now.
  }
}
function dropFiles() {
  left = true;
  if (!files) return;
  // A new build may be on its way beside the old one.
  for (const worker of [files.active, files.waiting, files.installing]) worker?.postMessage("forget");
  files.unregister();
}
addEventListener("fengqiao:leave", dropFiles);

const here = document.querySelector("script[data-wasm]");
const slow = setTimeout(show, SLOW_AFTER_MS, "slow");
try {
  const app = await import(here.dataset.js);
  await app.default({ module_or_path: here.dataset.wasm });
  performance.mark("app-ready");
  root.dataset.app = "ready";
  clearTimeout(slow);
  show(null);
  if (workers) (window.requestIdleCallback ?? setTimeout)(keepFiles);
} catch (error) {
  clearTimeout(slow);
  show(isCrash(error) ? "broken" : "unloaded");
}
