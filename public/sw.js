// Keeps the files of this build on the phone, so that the portal opens without a network. What the server
// answers passes untouched: the app keeps the little that may be kept (src/api/kept.rs). And shows news of a request, where
// its owner wished so.

const CACHE = "fengqiao-__VERSION__";
// What a first visit has loaded, and what other pages and the guide bring along. The build fills both in.
const FIRST = "__FIRST__";
const LATER = "__LATER__";
const PATIENCE_MS = 4000;

let forgotten = false;

// What the program says to other programs is nothing of the app's, nor is the desk of the organizations.
const isElsewhere = (path) => /^\/(api\/|desk\/|(desk|healthz|readyz|metrics|robots\.txt)$)/.test(path);
// A name with a hash of its content stands for that content in every build.
const isHashed = (path) => /-[0-9a-f]{16}\./.test(path);
const find = (path) => caches.match(path, { ignoreVary: true });

// Pages that name the files of another build would not open with these.
async function isOfThisBuild(answer) {
  const page = await answer.text();
  return FIRST.filter(isHashed).every((file) => page.includes(file));
}

// Whether a page of the app is open. Who leaves while the worker starts leaves before it can be told to forget.
async function isWatched() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return pages.some(({ url }) => !isElsewhere(new URL(url).pathname));
}

// Whole or not at all, and only for somebody who is still here.
async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FIRST);
  for (const path of FIRST.filter((path) => path.endsWith(".html"))) {
    if (!(await isOfThisBuild(await cache.match(path)))) throw new Error(`${path} is of another build`);
  }
  if (!forgotten && (await isWatched())) return;
  await caches.delete(CACHE);
  throw new Error("somebody has left");
}

// The rest, one file after the other, once a page has opened. On every phone in the same order, up to where the
// network ended: what is there says nothing about what was read.
async function keepRest() {
  const { saveData, effectiveType } = navigator.connection ?? {};
  if (forgotten || saveData || /2g/.test(effectiveType)) return;
  const cache = await caches.open(CACHE);
  for (const path of LATER) {
    if (forgotten) return;
    if (!(await cache.match(path, { ignoreVary: true }))) await cache.add(path);
  }
}

// The default is to wait until no tab uses the build before: then nobody needs its files.
async function activate() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  await clients.claim();
}

// Somebody leaves and wants no trace (src/state/leave.rs).
async function forget() {
  forgotten = true;
  for (const name of await caches.keys()) await caches.delete(name);
  // What is on the screen goes. Nothing comes after it: without a worker there is nobody to tell, and the push service
  // says so to the server.
  for (const shown of (await registration.getNotifications?.()) ?? []) shown.close();
  await registration.unregister();
}

// The words are the server's (crates/server/src/notices/push), the same for everybody. One takes the place of another.
function show({ title, body }) {
  return registration.showNotification(title, { body, lang: "zh-CN", tag: "news" });
}

// To the page of the case: to the one that is open, so that nobody needs the code again.
async function openCase() {
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === "/track");
  return page ? page.focus() : clients.openWindow("/track");
}

// The newest, or what is kept where the network fails or takes longer than people wait.
async function newest(asked, path) {
  const kept = await find(path);
  if (!kept) return asked;
  const answer = asked.then((answer) => (answer.status < 500 ? answer : kept));
  const patience = new Promise((done) => setTimeout(done, PATIENCE_MS, kept));
  return Promise.race([answer, patience]).catch(() => kept);
}

// What a page may load is the server's to say, and may change while the build stays: the kept page follows.
async function follow(asked, path) {
  const policy = ({ headers }) => headers.get("content-security-policy");
  const [answer, kept] = await Promise.all([asked, find(path)]);
  if (forgotten || !kept || !answer.ok || policy(kept) === policy(answer)) return;
  if (await isOfThisBuild(answer.clone())) await (await caches.open(CACHE)).put(path, answer);
}

function open(event, path) {
  const asked = fetch(event.request);
  // A copy at once: what the browser shows cannot be read again.
  const copy = asked.then((answer) => answer.clone());
  event.waitUntil(follow(copy, path).catch(() => {}));
  return newest(asked, path);
}

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("message", (event) => event.waitUntil(event.data === "forget" ? forget() : keepRest()));
addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openCase());
});
addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin || isElsewhere(pathname)) return;
  if (mode === "navigate") event.respondWith(open(event, pathname === "/" ? "/index.html" : "/app.html"));
  else if (isHashed(pathname)) event.respondWith(find(pathname).then((kept) => kept ?? fetch(event.request)));
  else if (FIRST.includes(pathname) || LATER.includes(pathname)) event.respondWith(newest(fetch(event.request), pathname));
});
