// The validator of feedwright (packaging/wasm), for Node.
import { readFileSync } from "node:fs";

const wasm = new WebAssembly.Module(readFileSync(new URL("check.wasm", import.meta.url)));
let { exports } = new WebAssembly.Instance(wasm);

function answer(length) {
  return JSON.parse(new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.said(), length)));
}

export function profiles() {
  return answer(exports.profile_names());
}

export function check(feed, { file = "feed", profiles: wanted = [], now = new Date() } = {}) {
  const known = profiles().map(([name]) => name);
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new RangeError(`there is no profile ${unknown.join(", ")}; there are ${known.join(", ")}`);
  }
  const bytes = typeof feed === "string" ? new TextEncoder().encode(feed) : new Uint8Array(feed);
  const asked = { file, profiles: wanted, now: Math.floor(now.getTime() / 1000) };
  const head = new TextEncoder().encode(`${JSON.stringify(asked)}\n`);
  const at = exports.room(head.length + bytes.length);
  const room = new Uint8Array(exports.memory.buffer, at, head.length + bytes.length);
  room.set(head);
  room.set(bytes, head.length);
  try {
    return answer(exports.judge());
  } catch (fault) {
    // What was under way is in no known state.
    ({ exports } = new WebAssembly.Instance(wasm));
    throw fault;
  }
}
