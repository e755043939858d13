/* The tables of the site: search, filters, order and pages, on rows that a script of data/ hands
   over. Filters are kept in the address, so that a number elsewhere leads to its rows. What is shown
   is made as text, never as HTML: a name is only a name. */
(function () {
  "use strict";

  const { element, labelled } = window.recert;

  const pages = document.documentElement.dataset.root || "";

  /* Rows of a table that are printed at most, unless whoever prints it shows more. */
  const PRINTED = 2000;

  const buckets = {
    "1_to_7": "1 to 7 days", "8_to_30": "8 to 30 days", "31_to_90": "31 to 90 days",
    "over_90": "over 90 days",
  };

  /* --- values as they are read ----------------------------------------------------------------- */

  const two = (number) => String(number).padStart(2, "0");

  function moment(seconds) {
    const at = new Date(seconds * 1000);
    const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
    return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  }

  const word = (value) => buckets[value] || value.replaceAll("_", " ");

  function shown(column, value) {
    switch (column.kind) {
      case "time": return moment(value);
      case "number": return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
      case "status": return word(value);
      default: return String(value);
    }
  }

  /* The text of each value of a column, made once. */
  function texts(column) {
    column.texts ||= column.values.map((value) => shown(column, value));
    return column.texts;
  }

  /* What stands in a cell: always an element, whose text is set as text. */
  function cell(data, column, row) {
    const code = column.codes[row];
    if (code < 0) return element("span", { class: "none" });
    const text = texts(column)[code];
    let inside;
    if (column.kind === "status") inside = element("span", { class: `s ${column.values[code]}` });
    else inside = element(column.kind === "hash" ? "code" : "bdi");
    inside.textContent = text;
    const page = column.links?.[code];
    if (page) return element("a", { href: `${pages}${column.link}/${page}.html` }, inside);
    if (column.counts && column.values[code]) {
      return element("a", { href: `${pages}status.html#${whom(data, column, row)}` }, inside);
    }
    return inside;
  }

  /* The filters that find those whom a number counts. */
  function whom(data, column, row) {
    const filters = new URLSearchParams();
    for (const name of data.identified) {
      const found = data.columns.find((other) => other.name === name);
      filters.append(name, `=${found.values[found.codes[row]]}`);
    }
    for (const status of column.counts) filters.append("compliance_status", status);
    if (data.name !== "people") filters.append("is_active", "yes");
    return filters;
  }

  /* --- filters ---------------------------------------------------------------------------------- */

  const NOTHING = "(empty)";
  const SOMETHING = "(not empty)";

  /* In the address =A is exactly A; what begins with = itself has two. */
  const exact = (value) => value.replace(/^=/, "");
  const option = (value) => (String(value).startsWith("=") ? `=${value}` : String(value));

  function contains(column, token) {
    const small = token.toLowerCase();
    return Uint8Array.from(texts(column), (text) => (text.toLowerCase().includes(small) ? 1 : 0));
  }

  /* 5 is five, >5 more, <5 less, 2..5 from two to five. */
  function inRange(column, asked) {
    const range = asked.match(/^\s*(-?[\d.]+)\s*\.\.\s*(-?[\d.]+)\s*$/);
    const side = asked.match(/^\s*([<>]=?)?\s*(-?[\d.,]+)\s*$/);
    if (!range && !side) return new Uint8Array(column.values.length);
    const number = side && Number(side[2].replaceAll(",", ""));
    const fits = range
      ? (value) => value >= Number(range[1]) && value <= Number(range[2])
      : {
          ">": (value) => value > number, ">=": (value) => value >= number,
          "<": (value) => value < number, "<=": (value) => value <= number,
        }[side[1]] || ((value) => value === number);
    return Uint8Array.from(column.values, (value) => (fits(value) ? 1 : 0));
  }

  /* Which values of a column fit what is asked of it; null when nothing is. */
  function fitting(column, asked) {
    if (column.kind === "time") {
      const from = asked.get(`${column.name}.from`);
      const to = asked.get(`${column.name}.to`);
      if (!from && !to) return null;
      const first = from ? Date.parse(`${from}T00:00:00Z`) / 1000 : -Infinity;
      const after = to ? Date.parse(`${to}T00:00:00Z`) / 1000 + 86400 : Infinity;
      return { empty: false, fits: Uint8Array.from(column.values, (v) => (v >= first && v < after ? 1 : 0)) };
    }
    const values = asked.getAll(column.name).filter((value) => value !== "");
    if (!values.length) return null;
    if (values[0] === SOMETHING) return { empty: false, fits: new Uint8Array(column.values.length).fill(1) };
    if (column.chosen || values.some((value) => value.startsWith("="))) {
      const wanted = new Set(values.map(exact));
      const fits = Uint8Array.from(column.values, (value) => (wanted.has(String(value)) ? 1 : 0));
      return { empty: wanted.has(NOTHING), fits };
    }
    const fits = column.kind === "number" ? inRange(column, values[0]) : contains(column, values[0]);
    return { empty: values[0] === NOTHING, fits };
  }

  /* The filters that are set, by what stands for them in the address. */
  function filtersOf(asked) {
    const set = [...asked].filter(([key, value]) => value !== "" && key !== "search" && key !== "order");
    return [...new Set(set.map(([key]) => key))];
  }

  /* Whether something is asked of a column that is not there or has no value: no row has it. */
  function asksForNothing(data, asked) {
    const known = new Set(data.columns.flatMap(({ kind, name }) =>
      kind === "time" ? [`${name}.from`, `${name}.to`] : [name]));
    return filtersOf(asked).some((key) => !known.has(key)
      && !(data.blank.includes(key) && asked.getAll(key).map(exact).includes(NOTHING)));
  }

  /* Whether a row fits all filters and every word of the search. */
  function sieve(data, asked) {
    if (asksForNothing(data, asked)) return () => false;
    const filters = [];
    for (const column of data.columns) {
      const found = fitting(column, asked);
      if (found) filters.push((row) => {
        const code = column.codes[row];
        return code < 0 ? found.empty : found.fits[code] === 1;
      });
    }
    const tokens = (asked.get("search") || "").split(/\s+/).filter(Boolean);
    const searched = tokens.map((token) => data.columns.map((column) => contains(column, token)));
    return (row) => {
      for (const filter of filters) if (!filter(row)) return false;
      for (const columns of searched) {
        let isFound = false;
        for (let at = 0; at < columns.length && !isFound; at++) {
          const code = data.columns[at].codes[row];
          isFound = code >= 0 && columns[at][code] === 1;
        }
        if (!isFound) return false;
      }
      return true;
    };
  }

  /* --- the controls above a table --------------------------------------------------------------- */

  function fieldOf(data, column, change) {
    const name = column.name;
    if (column.kind === "time") {
      const ends = ["from", "to"].map((end) => {
        const field = element("input", { type: "date", "data-key": `${name}.${end}` });
        field.addEventListener("change", change);
        return labelled(`${column.title} ${end} (UTC day)`, field);
      });
      return ends;
    }
    if (column.chosen) {
      const field = element("select", { "data-key": name });
      field.append(new Option("any", ""));
      column.values.forEach((value, at) => field.append(new Option(texts(column)[at], option(value))));
      if (column.codes.includes(-1)) {
        for (const value of [NOTHING, SOMETHING]) field.append(new Option(value, value));
      }
      field.addEventListener("change", change);
      return [labelled(column.title, field)];
    }
    const hint = column.kind === "number" ? "such as >5 or 2..9" : null;
    const field = element("input", { type: "text", "data-key": name, placeholder: hint, autocomplete: "off" });
    field.addEventListener("input", change);
    return [labelled(column.title, field)];
  }

  /* Puts what is asked for into a field; several values at once become a choice of their own. */
  function show(field, values) {
    field.querySelector("option[data-several]")?.remove();
    const choices = field.tagName === "SELECT" ? values.map((value) => option(exact(value))) : values;
    if (field.tagName === "SELECT" && values.length > 1) {
      const several = new Option(choices.map(word).join(" or "), choices.join("\n"));
      several.dataset.several = "";
      field.append(several);
      several.selected = true;
    } else field.value = choices[0] || "";
    field.classList.toggle("is-set", values.length > 0);
  }

  /* A filter or an order in words, for whoever looks at the rows, and for paper. */
  function askedFor(data, key, value) {
    if (key === "order") {
      const named = inOrder(data, value).map(([place, way]) =>
        `${data.columns[place].title}${way === "desc" ? ", falling" : ""}`);
      return `sorted by ${named.join(", then ")}`;
    }
    const [name, end] = key.split(".");
    const column = data.columns.find((other) => other.name === name);
    if (!column) return `${word(key)} “${exact(value)}”`;
    const text = exact(value);
    return `${[column.title, end].filter(Boolean).join(" ")} ${column.kind === "status" ? word(text) : text}`;
  }

  function asked() {
    return new URLSearchParams(location.hash.slice(1));
  }

  function keep(values) {
    const fragment = values.toString();
    history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
  }

  /* Columns by name, falling behind a minus, as [place, way]; the table's own order for none. */
  function inOrder(data, text) {
    const found = (text || "").split(",").map((name) => [
      data.columns.findIndex((column) => column.name === name.replace(/^-/, "")),
      name.startsWith("-") ? "desc" : "asc",
    ]).filter(([place]) => place >= 0);
    if (found.length) return found;
    const place = data.columns.findIndex((column) => column.name === data.order);
    return [[Math.max(0, place), data.descending ? "desc" : "asc"]];
  }

  const orderText = (data, order) =>
    order.map(([place, way]) => `${way === "desc" ? "-" : ""}${data.columns[place].name}`).join(",");

  /* --- a table ---------------------------------------------------------------------------------- */

  /* The headings, and the rows as the library turns their pages. */
  function drawnIn(table, data) {
    const row = table.tHead.rows[0];
    for (const column of data.columns) {
      row.append(element("th", { scope: "col", class: `kind-${column.kind}` },
        column.kind === "time" ? `${column.title} (UTC)` : column.title));
    }
    return new DataTable(table, {
      data: Array.from({ length: data.rows }, (_, at) => [at]),
      columns: data.columns.map((column) => ({
        className: `kind-${column.kind}`,
        type: "num",
        searchable: false,
        orderSequence: ["asc", "desc"],
        data: (line, type) => {
          const code = column.codes[line[0]];
          return type === "display" ? cell(data, column, line[0]) : code;
        },
      })),
      order: inOrder(data, asked().get("order")),
      autoWidth: false,
      deferRender: true,
      pageLength: 25,
      layout: { topStart: null, topEnd: null, bottomStart: "info", bottomEnd: "paging" },
      language: {
        info: "_START_ to _END_ of _TOTAL_ rows",
        infoEmpty: "No row",
        infoFiltered: "(of _MAX_ in all)",
        emptyTable: "There is nothing yet.",
        zeroRecords: "No row fits the search and the filters.",
        thousands: ",",
      },
    });
  }

  /* Says what is asked for. */
  function tell(place, data, values) {
    const told = place.querySelector(".asked");
    const set = [...values].filter(([, value]) => value !== "");
    told.hidden = !set.length;
    told.textContent = `Shown: ${set.map(([key, value]) => askedFor(data, key, value)).join("; ")}`;
  }

  /* What is asked for, in the fields; whoever types in one, which led to it, is not disturbed. */
  function showAsked(place, data, values, typedIn) {
    for (const field of place.querySelectorAll("[data-key]")) {
      const given = values.getAll(field.dataset.key).filter(Boolean);
      if (field !== typedIn) show(field, given);
      else field.classList.toggle("is-set", given.length > 0);
    }
    const { length: number } = filtersOf(values);
    place.querySelector(".set").textContent = number ? `(${number} set)` : "";
    place.querySelector(".clear").hidden = !number && !values.get("search");
    tell(place, data, values);
  }

  /* What the fields ask for, in place of what the address asked of them. */
  function askedIn(place) {
    const values = asked();
    for (const field of place.querySelectorAll("[data-key]")) {
      values.delete(field.dataset.key);
      for (const value of field.value.split("\n")) if (value) values.append(field.dataset.key, value);
    }
    return values;
  }

  /* Search and filters: what is asked for is kept in the address, and what that asks for is shown. */
  function filtered(place, data, drawn) {
    const search = place.querySelector("input[type=search]");
    let passes = () => true;
    let later = 0;
    drawn.search.fixed("site", (_, line) => passes(line[0]));

    function apply(typedIn) {
      const values = asked();
      passes = sieve(data, values);
      showAsked(place, data, values, typedIn);
      drawn.order(inOrder(data, values.get("order"))).draw();
    }

    function change(event) {
      const wait = event.target.matches("input[type=text], input[type=search]") ? 150 : 0;
      clearTimeout(later);
      later = setTimeout(() => {
        keep(askedIn(place));
        apply(event.target);
      }, wait);
    }

    function clear() {
      clearTimeout(later);
      keep(new URLSearchParams([...asked()].filter(([key]) => key === "order")));
      apply();
      search.focus();
    }

    function follow() {
      clearTimeout(later);
      apply();
      if (filtersOf(asked()).length) place.querySelector(".filters").open = true;
    }

    const fields = place.querySelector(".fields");
    for (const column of data.columns) fields.append(...fieldOf(data, column, change));
    search.addEventListener("input", change);
    place.querySelector(".clear").addEventListener("click", clear);
    place.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", follow);
    return follow;
  }

  /* The order that a heading was asked for is kept in the address, but for that of the table. */
  function ordered(place, data, drawn) {
    drawn.on("order", () => {
      const values = asked();
      const order = orderText(data, drawn.order());
      if (order === orderText(data, inOrder(data, values.get("order")))) return;
      if (order === orderText(data, inOrder(data, ""))) values.delete("order");
      else values.set("order", order);
      keep(values);
      tell(place, data, values);
    });
  }

  /* All rows that fit are printed, up to a bound; on the screen it is as it was. */
  function printed(place, drawn) {
    const cut = place.querySelector(".cut");
    let before = null;
    addEventListener("beforeprint", () => {
      const { length: shown, page, recordsDisplay: fit } = drawn.page.info();
      if (before || shown < 0 || shown >= fit) return;
      before = { shown, page };
      drawn.page.len(Math.max(shown, PRINTED)).draw();
      const last = drawn.page.info().end;
      cut.hidden = last === fit;
      cut.querySelector(".numbers").textContent =
        `the first ${last.toLocaleString("en-US")} of ${fit.toLocaleString("en-US")} rows`;
    });
    addEventListener("afterprint", () => {
      if (!before) return;
      cut.hidden = true;
      drawn.page.len(before.shown).page(before.page).draw("page");
      before = null;
    });
  }

  function build(place, data) {
    place.classList.add("is-ready");
    const drawn = drawnIn(place.querySelector("table"), data);
    const follow = filtered(place, data, drawn);
    const length = place.querySelector(".length");
    length.addEventListener("change", () => drawn.page.len(Number(length.value)).draw());
    ordered(place, data, drawn);
    printed(place, drawn);
    follow();
    place.dataset.ready = "yes";
  }

  window.recertTable = function (data) {
    const place = document.querySelector(`[data-table="${CSS.escape(data.name)}"]`);
    if (place) build(place, data);
  };
})();
