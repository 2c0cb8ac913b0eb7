// Engines scroll to what has the focus with the next frame or the one after it.
const scrolled = () =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

// What lies over a control at its centre; null when nothing does.
const coverOf = (control) => {
  // A link over two lines is pressed on its first.
  const box = [...control.getClientRects()].find((box) => box.width > 0 && box.height > 0);
  if (!box) return "nothing, for it is not shown";
  // A field can be larger than the screen.
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const own = [control, ...(control.labels ?? [])];
  if (top && own.some((node) => node.contains(top))) return null;
  return top ? top.outerHTML.slice(0, 120) : "nothing, for it is not on the screen";
};
