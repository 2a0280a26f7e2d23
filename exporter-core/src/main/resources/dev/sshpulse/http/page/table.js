// The live connections: as many rows as can be seen, however many there are.

const COLUMNS = [
  { name: "State", key: "worry", less: (a, b) => a.worry.rank - b.worry.rank || Math.floor(b.silent / SECOND) - Math.floor(a.silent / SECOND) },
  { name: "Side", key: "side", less: (a, b) => a.side.localeCompare(b.side) },
  { name: "Peer", key: "peer", less: (a, b) => a.peer.localeCompare(b.peer, "en", { numeric: true }) },
  { name: "Library", key: "library", less: (a, b) => speaker(a).localeCompare(speaker(b)) },
  { name: "Age", key: "age", less: (a, b) => a.openedAt - b.openedAt },
  { name: "Silent for", key: "silent", less: (a, b) => Math.floor(b.silent / SECOND) - Math.floor(a.silent / SECOND) },
  { name: "Protection", key: "protection", less: (a, b) => (a.protection === "protected") - (b.protection === "protected") || a.protection.localeCompare(b.protection) },
  { name: "In · out", key: "bytes", less: (a, b) => b.received + b.sent - a.received - a.sent },
];

const AROUND = 6;

function speaker(connection) {
  return connection.process || (connection.library === "unknown" ? "" : connection.library);
}

class Table {
  sort = { key: "worry", backwards: false };
  text = "";
  onlyWorrying = false;
  #model;
  #opened;
  #rows = new Map();
  #free = [];
  #order = [];
  #active = null;
  #body;
  #box;
  #headers = new Map();
  #phone = matchMedia("(max-width: 60rem)");

  /** opened(connection) is told when somebody wants to see all of one. */
  constructor(box, model, opened, resorted) {
    this.#model = model;
    this.#opened = opened;
    this.#box = box;
    const header = element("div", { role: "row", class: "row head", "aria-rowindex": 1 }, COLUMNS.map((column) => this.#header(column, resorted)));
    this.#body = element("div", { role: "rowgroup", class: "body" });
    box.setAttribute("role", "table");
    box.setAttribute("aria-label", "Live connections");
    box.append(element("div", { role: "rowgroup", class: "heads" }, header), this.#body);
    box.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.#body.addEventListener("keydown", (event) => this.#walk(event));
    this.#body.addEventListener("click", (event) => this.#click(event));
    this.#phone.addEventListener("change", () => this.refresh());
    new ResizeObserver(() => this.#draw()).observe(box);
  }

  #header(column, resorted) {
    const button = element("button", { type: "button", onclick: () => resorted(column.key) }, column.name, element("span", { class: "arrow", "aria-hidden": "true" }));
    const cell = element("div", { role: "columnheader", class: `cell ${column.key}` }, button);
    this.#headers.set(column.key, cell);
    return cell;
  }

  get shown() {
    return this.#order.length;
  }

  /** Sorts and filters anew, but never moves rows away from under somebody who walks them. */
  refresh() {
    const now = this.#model.now();
    const held = this.#body.contains(document.activeElement);
    const wanted = this.text.toLowerCase().split(/\s+/).filter(Boolean);
    const shown = [];
    for (const connection of this.#model.connections.values()) {
      connection.worry = this.#model.worry(connection, now);
      connection.silent = now - connection.silentSince;
      if (this.#isWanted(connection, wanted)) {
        shown.push(connection);
      }
    }
    this.#order = held ? this.#inOldOrder(shown) : this.#sorted(shown);
    this.#head();
    this.#draw();
  }

  #isWanted(connection, wanted) {
    if (this.onlyWorrying && WORRIES[connection.worry.rank] === "none") {
      return false;
    }
    const state = WORRIES[connection.worry.rank];
    return wanted.every((word) => connection.words.includes(word) || state.includes(word));
  }

  #sorted(shown) {
    const { less } = COLUMNS.find((column) => column.key === this.sort.key);
    const sign = this.sort.backwards ? -1 : 1;
    return shown.sort((a, b) => sign * less(a, b) || a.id - b.id);
  }

  #inOldOrder(shown) {
    const places = new Map(this.#order.map((connection, index) => [connection.id, index]));
    const place = (connection) => places.get(connection.id) ?? Infinity;
    return shown.sort((a, b) => (place(a) === place(b) ? a.id - b.id : place(a) - place(b)));
  }

  #head() {
    for (const [key, cell] of this.#headers) {
      if (key === this.sort.key) {
        cell.setAttribute("aria-sort", this.sort.backwards ? "descending" : "ascending");
      } else {
        cell.removeAttribute("aria-sort");
      }
    }
    this.#headers.get("library").firstChild.firstChild.data = this.#model.observer === "sidecar" ? "Process" : "Library";
    this.#box.setAttribute("aria-rowcount", this.#order.length + 1);
    this.#body.style.height = `${this.#order.length * this.#height()}px`;
    this.#box.classList.toggle("empty", this.#order.length === 0);
    this.#box.dataset.empty = this.#model.connections.size ? "None of them is what you look for." : "None is open.";
  }

  #height() {
    return this.#phone.matches ? 84 : 38;
  }

  /**
   * Rows in sight, each at its place; one that stays in sight keeps its element, and its focus. Elements of those that
   * leave are taken for those that come: to make new ones is what would make scrolling jerk.
   */
  #draw() {
    const height = this.#height();
    const first = Math.max(0, Math.floor(this.#box.scrollTop / height) - AROUND);
    const last = Math.min(this.#order.length, Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / height) + AROUND);
    const inSight = this.#order.slice(first, last);
    const kept = new Set(inSight.map((connection) => connection.id));
    for (const [id, row] of this.#rows) {
      if (!kept.has(id)) {
        this.#leave(id, row);
      }
    }
    if (!kept.has(this.#active)) {
      this.#active = this.#order[Math.ceil(this.#box.scrollTop / height)]?.id ?? inSight[0]?.id ?? null;
    }
    inSight.forEach((connection, index) => this.#place(connection, first + index, height));
    this.#free.splice(0).forEach((row) => row.node.remove());
  }

  #leave(id, row) {
    if (row.node.contains(document.activeElement)) {
      this.#box.focus({ preventScroll: true });
    }
    this.#rows.delete(id);
    this.#free.push(row);
  }

  #place(connection, index, height) {
    const row = this.#rows.get(connection.id) ?? this.#take(connection, this.#free.pop() ?? this.#row());
    if (row.index !== index || row.height !== height) {
      row.index = index;
      row.height = height;
      row.node.setAttribute("aria-rowindex", index + 2);
      row.node.style.transform = `translateY(${index * height}px)`;
    }
    row.button.tabIndex = connection.id === this.#active ? 0 : -1;
    this.#write(connection, row);
  }

  #take(connection, row) {
    row.node.dataset.id = connection.id;
    this.#rows.set(connection.id, row);
    return row;
  }

  #row() {
    const button = element("button", { type: "button" });
    const cells = Object.fromEntries(COLUMNS.map((column) => [column.key, element("div", { role: "cell", class: `cell ${column.key}` })]));
    cells.worry.append(button);
    const node = element("div", { role: "row", class: "row" }, Object.values(cells));
    const row = { node, button, cells, texts: {} };
    this.#body.append(node);
    return row;
  }

  #write(connection, row) {
    const now = this.#model.now();
    const state = stateWords(connection, now);
    const texts = {
      side: connection.side,
      peer: connection.peer || `hidden (#${connection.id})`,
      library: speaker(connection) || "–",
      age: `${duration(now - connection.openedAt)}${connection.fromTheMiddle ? "+" : ""}`,
      silent: duration(now - connection.silentSince),
      protection: protectionWords(connection.protection)[0],
      bytes: `${bytes(connection.received)} · ${bytes(connection.sent)}`,
    };
    for (const [key, text] of Object.entries(texts)) {
      if (row.texts[key] !== text) {
        row.texts[key] = text;
        row.cells[key].textContent = text;
      }
    }
    if (row.texts.state !== state) {
      row.texts.state = state;
      row.button.textContent = state;
      row.button.title = state;
      row.node.dataset.worry = WORRIES[connection.worry.rank];
    }
  }

  #click(event) {
    const row = event.target.closest(".row");
    const connection = row && this.#model.connections.get(Number(row.dataset.id));
    if (connection && !getSelection().toString()) {
      this.#activate(connection.id);
      this.#opened(connection);
    }
  }

  #activate(id) {
    this.#active = id;
    this.#draw();
    this.#rows.get(id)?.button.focus({ preventScroll: true });
  }

  #walk(event) {
    const page = Math.max(1, Math.floor(this.#box.clientHeight / this.#height()) - 2);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined || this.#order.length === 0) {
      return;
    }
    event.preventDefault();
    const here = this.#order.findIndex((connection) => connection.id === this.#active);
    const there = Math.min(this.#order.length - 1, Math.max(0, here + step));
    this.#reveal(there);
    this.#activate(this.#order[there].id);
  }

  #reveal(index) {
    const height = this.#height();
    const head = this.#phone.matches ? 0 : height;
    const top = index * height;
    if (top < this.#box.scrollTop) {
      this.#box.scrollTop = top;
    } else if (top + height + head > this.#box.scrollTop + this.#box.clientHeight) {
      this.#box.scrollTop = top + height + head - this.#box.clientHeight;
    }
  }
}

function stateWords(connection, now) {
  const { worry } = connection;
  return worry.rank <= 3 ? `${WORRIES[worry.rank]} ${duration(now - worry.since)}` : worry.rank === 6 ? "well" : WORRIES[worry.rank];
}
