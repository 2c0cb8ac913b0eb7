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

// A receipt's QR code opens its case: the secret leaves the address bar before anything else happens, and
// waits in the tab for the app (src/state/keepsakes.rs uses the same key).
const secret = /^#(FQ-?[0-9A-Z-]+\.[0-9A-Z]+)$/i.exec(location.hash);
if (location.pathname === "/track" && secret) {
  try {
    sessionStorage.setItem("fengqiao.case", secret[1]);
    history.replaceState(null, "", "/track");
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

const here = document.querySelector("script[data-wasm]");
const slow = setTimeout(show, SLOW_AFTER_MS, "slow");
try {
  const app = await import(here.dataset.js);
  await app.default({ module_or_path: here.dataset.wasm });
  performance.mark("app-ready");
  root.dataset.app = "ready";
  clearTimeout(slow);
  show(null);
} catch (error) {
  clearTimeout(slow);
  show(isCrash(error) ? "broken" : "unloaded");
}
