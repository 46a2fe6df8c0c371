"use strict";
(() => {
  const body = document.body, all = (q, root = document) => [...root.querySelectorAll(q)];
  const narrow = matchMedia("(max-width: 760px)");
  const articles = all("article");
  body.classList.add("js");
  if (document.querySelector("#index")) body.classList.add("many");
  const top = document.querySelector("#top");
  const measure = () => document.documentElement.style.setProperty("--top", top.offsetHeight + "px");
  measure();
  addEventListener("resize", measure);

  // one letter at a time where the page holds several
  const index = document.querySelector("#index");
  const title = document.querySelector("#name"), heading = title.textContent;
  let article = articles[0] || null;
  const several = articles.length > 1 || (index && articles.length > 0);
  function turn(one) {
    if (!several) return;
    article = one;
    for (const a of articles) a.hidden = a !== one;
    if (index) index.hidden = one !== null;
    body.classList.toggle("many", one === null);
    for (const part of all(".legend,.tools")) part.hidden = one === null;
    title.textContent = one ? one.dataset.name : heading;
    count();
    measure();
  }

  // a fact and its words
  let chosen = null;
  const words = id => article ? all(".m", article).filter(m => m.dataset.f === id) : [];
  const card = id => article && document.getElementById(article.dataset.prefix + id);
  function release() {
    for (const e of all(".on")) e.classList.remove("on");
    chosen = null;
  }
  function side(name) {
    body.dataset.side = name;
    for (const b of all("[data-show]")) b.setAttribute("aria-pressed", String(b.dataset.show === name));
  }
  function choose(id, from) {
    release();
    const fact = card(id), marks = words(id);
    if (!fact) return;
    chosen = id;
    fact.classList.add("on");
    for (const m of marks) m.classList.add("on");
    if (narrow.matches && marks.length) side(from === "letter" ? "record" : "letter");
    if (from !== "record" || narrow.matches && !marks.length) fact.scrollIntoView({block: "nearest"});
    if (from === "letter") fact.focus({preventScroll: true});
    else if (marks.length) marks[0].scrollIntoView({block: "center"});
  }
  function around(mark) {
    const chain = [];
    for (let m = mark; m; m = m.parentElement.closest(".m")) if (!m.classList.contains("off")) chain.push(m.dataset.f);
    const at = chain.indexOf(chosen);
    return chain[(at + 1) % chain.length];
  }
  document.addEventListener("click", event => {
    const mark = event.target.closest(".m:not(.off)");
    if (mark) return choose(around(mark), "letter");
    if (event.target.closest("a,summary,button,input")) return;
    const fact = event.target.closest(".fact.marked");
    if (fact && !getSelection().toString()) choose(fact.dataset.fact, "record");
  });

  // kinds off and on
  const kinds = all("[data-kind]");
  function toggle(button, on) {
    button.setAttribute("aria-pressed", String(on));
    for (const m of all(".m.k-" + button.dataset.kind)) m.classList.toggle("off", !on);
  }
  for (const b of kinds) b.addEventListener("click", () => toggle(b, b.getAttribute("aria-pressed") !== "true"));
  function count() {
    for (const b of kinds) {
      const ids = new Set(article ? all(".m.k-" + b.dataset.kind, article).map(m => m.dataset.s) : []);
      b.querySelector("small").textContent = ids.size;
      b.hidden = ids.size === 0;
    }
  }
  for (const b of all("[data-show]")) b.addEventListener("click", () => side(b.dataset.show));

  // search, in the letter and in the record
  const field = document.querySelector("#search"), found = document.querySelector("#found");
  let hits = [], at = -1;
  function ranges(root, query) {
    const nodes = [], starts = [];
    let text = "";
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) { nodes.push(walk.currentNode); starts.push(text.length); text += walk.currentNode.data; }
    const fold = s => [...s].map(c => { const l = c.toLowerCase(); return /\s/.test(c) ? " " : l.length === c.length ? l : c; }).join("");
    const place = offset => {
      let low = 0, high = starts.length - 1;
      while (low < high) { const mid = (low + high + 1) >> 1; if (starts[mid] <= offset) low = mid; else high = mid - 1; }
      return [nodes[low], offset - starts[low]];
    };
    const hay = fold(text), out = [];
    for (let i = hay.indexOf(query); i >= 0 && out.length < 2000; i = hay.indexOf(query, i + query.length)) {
      const range = document.createRange(), [a, b] = place(i), [c, d] = place(i + query.length - 1);
      range.setStart(a, b); range.setEnd(c, d + 1); out.push(range);
    }
    return out;
  }
  function search() {
    const query = field.value.toLowerCase().replace(/\s+/g, " ").trim();
    hits = query && article ? [...ranges(article.querySelector("pre"), query), ...ranges(article.querySelector(".record"), query)] : [];
    at = -1;
    if (self.CSS && CSS.highlights) {
      CSS.highlights.clear();
      if (hits.length) CSS.highlights.set("search", new Highlight(...hits));
    }
    found.textContent = query ? String(hits.length) : "";
    if (hits.length) step(1, true);
  }
  function step(by, stay) {
    if (!hits.length) return;
    at = (at + by + hits.length) % hits.length;
    const range = hits[at], box = range.startContainer.parentElement;
    if (self.CSS && CSS.highlights) CSS.highlights.set("current", new Highlight(range));
    else if (!stay) { const s = getSelection(); s.removeAllRanges(); s.addRange(range); }
    if (narrow.matches) side(box.closest(".record") ? "record" : "letter");
    const folded = box.closest("details");
    if (folded) folded.open = true;
    box.scrollIntoView({block: "center"});
    found.textContent = (at + 1) + "/" + hits.length;
  }
  if (field) {
    field.addEventListener("input", search);
    field.addEventListener("keydown", e => {
      if (e.key === "Enter") { e.preventDefault(); step(e.shiftKey ? -1 : 1); }
    });
  }

  // keyboard
  const help = document.querySelector("#help"), keys = document.querySelector("#keys");
  const explain = () => { help.hidden = !help.hidden; keys.setAttribute("aria-expanded", String(!help.hidden)); measure(); };
  if (keys) keys.addEventListener("click", explain);
  function walk(by) {
    const facts = article ? all(".fact.marked", article) : [];
    if (!facts.length) return;
    const now = facts.findIndex(f => f.dataset.fact === chosen);
    const next = now < 0 ? (by > 0 ? 0 : facts.length - 1) : (now + by + facts.length) % facts.length;
    choose(facts[next].dataset.fact, "keys");
    facts[next].focus({preventScroll: true});
  }
  function go(by) {
    const link = document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (link) location.href = link.href;
    else if (several && article) location.hash = "letter-" + (Math.min(Math.max(articles.indexOf(article) + by, 0), articles.length - 1) + 1);
  }
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      release();
      if (field && field.value) { field.value = ""; search(); }
      if (document.activeElement) document.activeElement.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input")) return;
    const fact = event.target.closest && event.target.closest(".fact.marked");
    if (event.key === "Enter" && fact && event.target === fact) choose(fact.dataset.fact, "record");
    else if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else if (event.key === "/" && field) { event.preventDefault(); field.focus(); field.select(); }
    else if (event.key === "?" && keys) explain();
    else if (event.key === "[" || event.key === "]") go(event.key === "]" ? 1 : -1);
    else if (/^[1-9]$/.test(event.key)) {
      const b = kinds.filter(k => !k.hidden)[event.key - 1];
      if (b) b.click();
    } else if (event.key === "0") {
      const on = kinds.some(k => k.getAttribute("aria-pressed") === "false");
      for (const b of kinds) toggle(b, on);
    }
  });

  // addresses: #letter-2 a letter of several, #i1 a fact
  function address() {
    const name = decodeURIComponent(location.hash.slice(1)), target = name && document.getElementById(name);
    const one = target && target.closest("article");
    if (several) turn(one || null);
    if (target && target.matches(".fact")) choose(target.dataset.fact, "keys");
  }
  addEventListener("hashchange", address);
  if (several) turn(null); else count();
  address();
})();
