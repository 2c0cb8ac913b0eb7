// What sticks out of the screen sideways and which texts are cut off.
const width = document.documentElement.clientWidth;
const faults = [];
if (document.documentElement.scrollWidth > width)
  faults.push(`the page is ${document.documentElement.scrollWidth} wide, the screen ${width}`);
const name = (node) =>
  node.tagName.toLowerCase() +
  (node.id ? `#${node.id}` : "") +
  (node.className && node.className.baseVal === undefined ? `.${node.className}` : "");

// Not every engine tells: then what has a box is shown, unless it is folded away or a style hides it.
const computed = (node) => {
  if (node.getClientRects().length === 0) return false;
  if (node.matches("details:not([open]) > :not(summary), details:not([open]) > :not(summary) *")) return false;
  if (getComputedStyle(node).visibility !== "visible") return false;
  for (let around = node; around; around = around.parentElement)
    if (getComputedStyle(around).opacity === "0") return false;
  return true;
};
const options = { opacityProperty: true, visibilityProperty: true };
const shown = (node) => (node.checkVisibility ? node.checkVisibility(options) : computed(node));

let looked = 0;
for (const node of document.body.querySelectorAll("*")) {
  // A map is larger than the frame that it is seen through.
  if (!shown(node) || node.closest(".leaflet-pane")) continue;
  const box = node.getBoundingClientRect();
  if (box.width <= 1 || box.height <= 1) continue;
  looked += 1;
  if (box.right > width + 1 || box.left < -1)
    faults.push(`${name(node)} reaches from ${box.left} to ${box.right}`);
  const style = getComputedStyle(node);
  const says = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const cut = style.overflowX === "hidden" || style.overflowX === "clip";
  if (says && cut && (node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1))
    faults.push(`${name(node)} cuts its text off`);
}
if (looked === 0) faults.push("there is nothing to look at");
return faults;
