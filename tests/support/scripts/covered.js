// What lies over a control at its centre; null when nothing does.
const coverOf = (control) => {
  // A link over two lines is pressed on its first.
  const box = [...control.getClientRects()].find((box) => box.width > 0 && box.height > 0);
  if (!box) return "nothing, for it is not shown";
  // Of a large field what counts is the line one writes on; of the field itself a part may be out of sight.
  const line = parseFloat(getComputedStyle(control).lineHeight);
  // Engines do not scroll to what can be seen in part: what can be seen of it must be free.
  const begin = Math.max(box.top, 0);
  const height = Math.min(box.bottom, innerHeight) - begin;
  const half = control.matches("textarea") ? Math.min(line, height / 2) : height / 2;
  const top = document.elementFromPoint(box.left + box.width / 2, begin + half);
  const own = [control, ...(control.labels ?? [])];
  if (top && own.some((node) => node.contains(top))) return null;
  return top ? top.outerHTML.slice(0, 120) : "nothing, for it is not on the screen";
};

const frames = async (count, enough) => {
  for (let frame = 0; frame < count && !enough(); frame += 1) await new Promise(requestAnimationFrame);
};

// What still lies over it once the page has scrolled to it. Engines scroll with this frame or a later one.
const stillOver = async (control) => {
  await frames(60, () => !coverOf(control));
  return coverOf(control);
};
