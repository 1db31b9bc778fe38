// A conversation with the guide's server: one session, its token, and what can go wrong on the way. It knows nothing of the page.

const LONGEST_WAIT = 20_000; // milliseconds until a call is given up
const LOOK_UP_WAIT = 5_000; // for asking whether a lost message arrived, while the reader waits

/**
 * A call that failed. `kind` is one of offline, slow, unreachable, refused, broken, silent; lost for a session that is gone; said for
 * a refusal of the server in its own words (`message`). `code` is the server's.
 */
export class Problem extends Error {
  constructor(kind, { message = "", code = "", status = 0 } = {}) {
    super(message);
    Object.assign(this, { kind, code, status });
  }
}

/** A token in the tab's session storage; where that is forbidden, or `keep` is "page", in this object alone. */
class Token {
  #key;
  #value = "";

  constructor(key) {
    this.#key = key;
    if (key) try { this.#value = sessionStorage.getItem(key) ?? ""; } catch { /* storage is forbidden */ }
  }

  get value() { return this.#value; }

  set value(value) {
    this.#value = value;
    if (this.#key) try { sessionStorage.setItem(this.#key, value); } catch { /* storage is forbidden */ }
  }
}

/** An id that no other message of the conversation has, so that the guide knows one that comes twice. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export class Talk {
  #token;
  #answered = false; // whether the server ever answered: then it does not refuse this website

  /** `server`: its address without a path. `key`: under which the token is kept, or "" to keep it here alone. */
  constructor(server, key) {
    this.server = server;
    this.#token = new Token(key);
  }

  get begun() { return this.#token.value !== ""; }

  /** A new session: the guide's opening. */
  async begin() {
    this.#token.value = ""; // an old token must not travel with the request for a new one
    const { session, replies } = await this.call("POST", "/sessions");
    this.#token.value = session;
    return replies;
  }

  async turns() { return (await this.call("GET", "/messages")).turns; }

  /** The replies to a message. When its answer does not come, the guide is first asked whether it arrived all the same. */
  async post(body) {
    try {
      return (await this.call("POST", "/messages", body)).replies;
    } catch (problem) {
      const replies = !problem.status || problem.status >= 500 ? await this.#arrived(body.id) : null;
      if (replies) return replies;
      throw problem;
    }
  }

  /** Deletes the conversation. One that the server does not know is deleted already. */
  async forget() {
    try {
      await this.call("DELETE", "/sessions");
    } catch (problem) {
      if (problem.kind !== "lost") throw problem;
    }
    this.#token.value = "";
  }

  passage(name) { return this.call("GET", `/passages/${encodeURIComponent(name)}`); }

  /** What somebody thinks of an answer: useful, out_of_date, not_what_i_asked or not_clear. */
  tell(about, said) { return this.call("POST", "/feedback", { about, said }); }

  /** Calls the guide and returns its JSON (null for "no content"); anything else than success throws a Problem. */
  async call(method, path, body, wait = LONGEST_WAIT) {
    const request = { method, headers: {}, cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
    if (this.#token.value) request.headers.Authorization = `Bearer ${this.#token.value}`;
    if (body) {
      request.headers["Content-Type"] = "application/json";
      request.body = JSON.stringify(body);
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), wait);
    let status, data;
    try {
      const response = await fetch(`${this.server}/guide${path}`, { ...request, signal: abort.signal });
      this.#answered = true;
      status = response.status;
      const newer = response.headers.get("Guide-Session"); // tokens end; a newer one comes with any answer
      if (newer) this.#token.value = newer;
      data = await response.text();
    } catch {
      throw new Problem(abort.signal.aborted ? "slow" : await this.#why());
    } finally {
      clearTimeout(timer);
    }
    if (status === 204) return null;
    try { data = JSON.parse(data); } catch { data = null; } // a proxy's error page, for instance
    if (data && status < 300) return data;
    const { code = "", message = "" } = data?.error ?? {};
    throw new Problem(status === 401 ? "lost" : message ? "said" : "broken", { code, message, status });
  }

  /** Why nothing came back. A browser does not say whether a website was refused: a question that needs no leave tells. */
  async #why() {
    if (!navigator.onLine) return "offline";
    if (this.#answered || new URL(this.server).origin === location.origin) return "unreachable";
    try {
      await fetch(`${this.server}/guide/health`, { mode: "no-cors", credentials: "omit" });
      return "refused";
    } catch { return "unreachable"; }
  }

  async #arrived(id) {
    try {
      const { turns } = await this.call("GET", "/messages", null, LOOK_UP_WAIT);
      const turn = turns.find((one) => one.id === id);
      return turn?.replies.length ? turn.replies : null;
    } catch { return null; }
  }
}
