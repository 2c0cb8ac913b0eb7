// Loads the desk and speaks for it where it cannot: before it starts, and after it broke. The words are in index.html.
// Nothing of the desk is kept on the computer.

function show(id) {
  for (const bar of document.querySelectorAll(".bar[id]")) bar.hidden = bar.id !== id;
}

const isCrash = (error) => error instanceof WebAssembly.RuntimeError;
addEventListener("fengqiao:crash", () => show("broken"));
addEventListener("error", (event) => isCrash(event.error) && show("broken"));
addEventListener("unhandledrejection", (event) => isCrash(event.reason) && show("broken"));

const here = document.querySelector("script[data-wasm]");
try {
  const app = await import(here.dataset.js);
  await app.default({ module_or_path: here.dataset.wasm });
  document.documentElement.dataset.app = "ready";
} catch (error) {
  show(isCrash(error) ? "broken" : "unloaded");
}
