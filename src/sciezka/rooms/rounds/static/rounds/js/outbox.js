// Changes that wait to be sent. Each lies in localStorage under its person and its cell, one entry a cell, so that two tabs
// never write over one another's list; it leaves only when the server has said what became of it.

const PREFIX = "sciezka:runda:";
const MOST = 100; // changes in one parcel
const LARGEST = 60_000; // signs that a browser still sends while a page goes away
const PATIENCE = 15_000;
const SLOWEST = 30_000;
const OLDEST = 60 * 24 * 3600 * 1000;

export function makeKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Not there on a page without HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  // tell(state) is called with what there is to say; took(answer) with each answer of the server; heard(edit) with a
  // change made in another tab.
  constructor({ who, save, now, tell, took, heard }) {
    Object.assign(this, { who, save, tell, took, heard });
    this.offset = now - Date.now();
    this.memory = new Map();
    this.isKept = this.#tryStorage();
    this.failures = 0;
    this.timer = 0;
    this.sending = null;
    this.halted = ""; // why nothing more can be sent: gone, other_person
    this.#forgetOldest();
    if ("BroadcastChannel" in window) {
      this.channel = new BroadcastChannel(PREFIX + who);
      this.channel.onmessage = ({ data }) => this.#hear(data);
    }
    addEventListener("online", () => this.flush());
    addEventListener("offline", () => this.say("offline"));
    addEventListener("pagehide", () => this.#sendLast());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.flush();
      else this.#sendLast();
    });
  }

  clock() {
    return Math.round(Date.now() + this.offset);
  }

  put(cell, given, reason) {
    const edit = { key: makeKey(), cell, given, reason, at: this.clock() };
    this.#keep(edit);
    this.channel?.postMessage({ edit });
    this.say("saving");
    this.#later(this.failures ? this.#wait() : 250);
    return edit;
  }

  pending() {
    const found = new Map(this.memory);
    if (this.isKept) {
      for (const name of this.#names()) {
        const edit = this.#read(name);
        const held = edit && found.get(edit.cell);
        if (edit && (!held || held.at <= edit.at)) found.set(edit.cell, edit);
      }
    }
    return [...found.values()].sort((one, other) => one.at - other.at);
  }

  get count() {
    return this.pending().length;
  }

  // Sends what waits, parcel by parcel; true when nothing is left.
  flush() {
    clearTimeout(this.timer);
    this.sending ??= this.#sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  clear() {
    for (const edit of this.pending()) this.#drop(edit.cell, edit.key);
  }

  // Reads what counts now: after a long sleep, or after coming back to the page.
  async refresh() {
    if (this.halted) return;
    try {
      const answer = await this.#fetch({});
      if (answer.ok) await this.#read_answer(answer);
    } catch {
      // Without a connection there is nothing newer to show.
    }
  }

  say(state, more = {}) {
    this.tell({ state, count: this.count, isKept: this.isKept, ...more });
  }

  async #sendAll() {
    if (this.halted) {
      this.say(this.halted);
      return this.count === 0;
    }
    let edits = this.pending();
    while (edits.length) {
      this.say("saving");
      const parcel = edits.slice(0, MOST);
      const state = await this.#send(parcel);
      if (state !== "saved") {
        this.#stop(state);
        return false;
      }
      this.failures = 0;
      const sent = new Set(parcel.map((edit) => edit.key));
      edits = this.pending().filter((edit) => !sent.has(edit.key));
    }
    return true;
  }

  async #send(edits) {
    let answer;
    try {
      answer = await this.#fetch({ method: "POST", body: this.#write(edits) });
    } catch {
      return "offline";
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signed_out";
    if (answer.status === 403) return this.#renew();
    if (answer.status === 409) return "other_person";
    if (answer.status === 404 || answer.status === 410) return "gone";
    if (answer.status === 400 || answer.status === 413) return this.#refuse(edits, answer);
    if (!answer.ok) return "offline";
    try {
      const said = await this.#read_answer(answer);
      const refused = new Map(said.refused.map((row) => [row.key, row]));
      for (const edit of edits) this.#drop(edit.cell, edit.key);
      this.say("saved", {
        time: said.time,
        late: said.late.length,
        refused: edits.filter((edit) => refused.has(edit.key)).map((edit) => ({ ...edit, ...refused.get(edit.key) })),
      });
    } catch {
      return "offline"; // the answer broke off: what was kept is acknowledged when it is sent again
    }
    return "saved";
  }

  async #read_answer(answer) {
    const said = await answer.json();
    this.offset = said.now - Date.now();
    this.took(said);
    return said;
  }

  // A whole parcel that the server can't read would come back for ever: it is offered for copying instead.
  async #refuse(edits, answer) {
    const said = await answer.json().catch(() => ({ error: "" }));
    for (const edit of edits) this.#drop(edit.cell, edit.key);
    this.say("saved", { refused: edits.map((edit) => ({ ...edit, problem: "unread", sentence: said.error })), late: 0 });
    return "saved";
  }

  // The form's token is old, as after signing in anew in another tab: asking for the state brings a fresh one.
  async #renew() {
    if (this.renewed) return "signed_out";
    this.renewed = true;
    try {
      const answer = await this.#fetch({});
      return answer.ok ? await this.#send(this.pending().slice(0, MOST)) : "signed_out";
    } catch {
      return "offline";
    } finally {
      this.renewed = false;
    }
  }

  #stop(state) {
    if (state === "gone" || state === "other_person") this.halted = state;
    this.failures += 1;
    this.say(state);
    if (!this.halted) this.#later(this.#wait());
  }

  // While the page goes away: sent without waiting for an answer, and kept here all the same.
  #sendLast() {
    let edits = this.pending().slice(0, MOST);
    if (this.halted || !edits.length) return;
    while (edits.length > 1 && this.#write(edits).length > LARGEST) edits = edits.slice(0, edits.length / 2);
    this.#fetch({ method: "POST", body: this.#write(edits), keepalive: true }).catch(() => {});
  }

  #fetch(options) {
    const token = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1];
    const headers = { "Content-Type": "application/json", "X-Requested-With": "fetch" };
    headers["X-CSRFToken"] = token ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const patience = options.keepalive || !AbortSignal.timeout ? undefined : AbortSignal.timeout(PATIENCE);
    return fetch(this.save, { redirect: "manual", credentials: "same-origin", signal: patience, headers, ...options });
  }

  #write(edits) {
    return JSON.stringify({ who: this.who, edits });
  }

  #wait() {
    return Math.min(SLOWEST, 1000 * 2 ** Math.min(this.failures, 6)) * (0.75 + Math.random() / 2);
  }

  #later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  #hear({ edit, gone }) {
    if (gone) this.say("quiet");
    if (edit) {
      if (!this.isKept) this.memory.set(edit.cell, edit);
      this.heard(edit);
    }
  }

  #names() {
    const names = [];
    for (let at = 0; at < localStorage.length; at += 1) {
      const name = localStorage.key(at);
      if (name?.startsWith(`${PREFIX}${this.who}:`)) names.push(name);
    }
    return names;
  }

  #read(name) {
    try {
      const edit = JSON.parse(localStorage.getItem(name));
      return edit?.key && edit.cell ? edit : null;
    } catch {
      return null;
    }
  }

  #keep(edit) {
    this.memory.set(edit.cell, edit);
    if (!this.isKept) return;
    try {
      localStorage.setItem(`${PREFIX}${this.who}:${edit.cell}`, JSON.stringify(edit));
      this.memory.delete(edit.cell);
    } catch {
      this.isKept = false; // full, or forbidden meanwhile: what is new stays in this page alone
    }
  }

  #drop(cell, key) {
    if (this.memory.get(cell)?.key === key) this.memory.delete(cell);
    if (!this.isKept) return;
    const name = `${PREFIX}${this.who}:${cell}`;
    // A newer change of the same cell, made while this one was on its way, stays.
    if (this.#read(name)?.key === key) localStorage.removeItem(name);
    this.channel?.postMessage({ gone: key });
  }

  #tryStorage() {
    try {
      localStorage.setItem(`${PREFIX}try`, "1");
      localStorage.removeItem(`${PREFIX}try`);
      return true;
    } catch {
      return false;
    }
  }

  // What nobody came back for in two months is forgotten, whoever it belonged to.
  #forgetOldest() {
    if (!this.isKept) return;
    const names = Array.from({ length: localStorage.length }, (_none, at) => localStorage.key(at));
    for (const name of names.filter((one) => one?.startsWith(PREFIX))) {
      const edit = this.#read(name);
      if (!edit || Date.now() - edit.at > OLDEST) localStorage.removeItem(name);
    }
  }
}
