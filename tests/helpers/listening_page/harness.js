// Runs the page's own script in a document of its own making: as much of a browser as the page uses.
// Usage: node harness.js PAGE.html KEYS...   Prints what the page saved, and what it showed at the end.
"use strict";
const fs = require("fs");
const page = fs.readFileSync(process.argv[2], "utf8");
const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
const listeners = {}, downloads = [], played = [];

class Element {
  constructor(tag) { this.tagName = tag.toUpperCase(); this.attributes = {}; this.children = []; this.on = {};
    this.hidden = false; this.disabled = false; this.value = ""; this.own = ""; }
  get textContent() { return this.own + this.children.map(c => c.textContent).join(" "); }
  set textContent(text) { this.own = text; this.children = []; }
  append(...added) { this.children.push(...added); }
  replaceChildren(...added) { this.children = added; }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(name, run) { this.on[name] = run; }
  focus() { document.focused = this; }
  click() { if (this.tagName === "A") downloads.push([this.download, this.href]);
    else if (!this.disabled) this.on.click(); }
}
const byId = {};
for (const [, tag, id] of page.matchAll(/<([a-z0-9]+)[^>]*\bid="([^"]+)"/g)) byId[id] = new Element(tag);
byId.test.textContent = scripts[0][2];
global.document = {
  getElementById: id => byId[id],
  createElement: tag => new Element(tag),
  addEventListener: (name, run) => { listeners[name] = run; },
};
global.localStorage = { kept: {}, getItem(k) { return this.kept[k] ?? null; }, setItem(k, v) { this.kept[k] = v; } };
global.Audio = class extends Element {
  constructor() { super("audio"); this.src = ""; this.paused = true; this.currentTime = 0; this.duration = 10; }
  play() { this.paused = false; played.push(this.src); if (this.on.loadedmetadata) this.on.loadedmetadata();
    return { then(ok) { ok(); } }; }
  pause() { this.paused = true; }
};
global.Blob = class { constructor(parts) { this.text = parts.join(""); } };
URL.createObjectURL = blob => blob.text;

eval(scripts[1][2]);
byId.listener.value = "Ann";
for (const key of process.argv.slice(3)) {
  const typing = document.focused && document.focused.tagName === "INPUT";
  listeners.keydown({ key, target: typing ? byId.listener : byId.question, preventDefault() {} });
}
const shown = ["begin", "trial", "end"].filter(id => !byId[id].hidden);
console.log(JSON.stringify({ downloads, played, shown, count: byId.count.textContent, kept: localStorage.kept,
  choices: byId.choices.children.map(c => c.own), state: byId.state.textContent, nextWaits: byId.next.disabled }));
