// The page that checks feeds (docs/check.md): the validator of packaging/wasm, in this page alone.
{
  const part = (name) => document.getElementById(`check-${name}`);
  const [feed, file, profile, go, sum, list] = ["feed", "file", "profile", "go", "sum", "findings"].map(part);
  let program;
  // What was dropped or chosen, as it is: its bytes say more than its text.
  let given;

  async function load() {
    const fetched = await fetch("check.wasm");
    if (!fetched.ok) throw new Error("it is not part of this copy of the site; `feedwright check` does the same");
    const wasm = await fetched.arrayBuffer();
    const { exports } = (await WebAssembly.instantiate(wasm)).instance;
    const answer = (length) => JSON.parse(new TextDecoder().decode(new Uint8Array(exports.memory.buffer, exports.said(), length)));
    return {
      profiles: () => answer(exports.profile_names()),
      judge(about, bytes) {
        const head = new TextEncoder().encode(`${JSON.stringify(about)}\n`);
        const at = exports.room(head.length + bytes.length);
        const room = new Uint8Array(exports.memory.buffer, at, head.length + bytes.length);
        room.set(head);
        room.set(bytes, head.length);
        return answer(exports.judge());
      },
    };
  }

  // A document as text, in the encoding that its declaration names: what is shown, not what is judged.
  function text(bytes) {
    const declared = new TextDecoder("latin1").decode(bytes.slice(0, 200)).match(/^<\?xml[^>]*encoding=["']([\w.:-]+)/);
    try {
      return new TextDecoder(declared?.[1] ?? "utf-8").decode(bytes);
    } catch {
      return new TextDecoder().decode(bytes);
    }
  }

  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  function show(report, lines) {
    const count = (severity) => report.findings.filter((finding) => finding.severity === severity).length;
    const counts = ["error", "warning", "note"].map((one) => [count(one), one]).filter(([n]) => n > 0);
    const found = counts.map(([n, one]) => `${n} ${one}${n === 1 ? "" : "s"}`).join(", ") || "nothing found";
    const items = `${report.items} item${report.items === 1 ? "" : "s"}`;
    const more = report.left_out ? `, ${report.left_out} more not shown` : "";
    sum.textContent = `${report.valid ? "Valid" : "Not valid"}, ${report.feed_type}, ${items}: ${found}${more}`;
    list.replaceChildren(...report.findings.map((finding) => {
      const row = element("li", "", { class: finding.severity, "data-code": finding.code });
      const place = finding.line ? `line ${finding.line}, column ${finding.column}: ` : "";
      row.append(
        element("strong", `${finding.severity} `),
        element("a", finding.code, { href: `rules/${finding.code}.html` }),
        element("span", ` ${place}${finding.message}. ${finding.help ? `${finding.help}.` : ""}`),
      );
      const line = finding.line && lines[finding.line - 1];
      if (line) {
        const begin = Math.max(0, finding.column - 1 - 60);
        row.append(element("code", [...line].slice(begin, begin + 160).join("").trim()));
      }
      return row;
    }));
  }

  async function check() {
    sum.textContent = "…";
    try {
      program ??= await load();
      const bytes = given?.bytes ?? new TextEncoder().encode(feed.value);
      const about = {
        file: given?.name ?? "the feed",
        profiles: profile.value ? [profile.value] : [],
        now: Math.floor(Date.now() / 1000),
      };
      show(program.judge(about, bytes), text(bytes).split(/\r\n|\r|\n/));
    } catch (fault) {
      program = undefined;
      list.replaceChildren();
      sum.textContent = `The validator does not run here: ${fault.message}`;
    }
  }

  async function take(chosen) {
    if (!chosen) return;
    given = { name: chosen.name, bytes: new Uint8Array(await chosen.arrayBuffer()) };
    feed.value = text(given.bytes);
    await check();
  }

  if (feed) {
    load().then((loaded) => {
      program = loaded;
      profile.append(...program.profiles().map(([name, title]) => element("option", title, { value: name })));
    }, (fault) => { sum.textContent = `The validator does not run here: ${fault.message}`; });
    feed.addEventListener("input", () => { given = undefined; });
    file.addEventListener("change", () => take(file.files[0]));
    go.addEventListener("click", check);
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    });
  }
}
