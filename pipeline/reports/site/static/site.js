/* What every page has: sorting and searching of tables that it brings itself, copying, and what is
   folded on paper. What is shown is made as text, never as HTML: a name is only a name. */
(function () {
  "use strict";

  function element(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) made.setAttribute(key, value);
    }
    made.append(...inside);
    return made;
  }

  function labelled(text, field) {
    const label = element("label");
    label.append(element("span", {}, text), field);
    return label;
  }

  window.recert = { element, labelled };

  /* --- tables that a page brings itself --------------------------------------------------------- */

  /* What a cell is sorted by: its number where it has one, else its text. */
  function sorting(cell) {
    const text = cell.textContent.trim();
    const number = Number(text.replaceAll(",", ""));
    return text !== "" && !Number.isNaN(number) ? number : text.toLowerCase();
  }

  function compare(one, other) {
    if (typeof one === typeof other) return one < other ? -1 : one > other ? 1 : 0;
    return typeof one === "number" ? -1 : 1;
  }

  /* Headings that sort, and a search above a table that is long. */
  function enhance(table) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const button = element("button", { type: "button", class: "sorts" });
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const isUp = head.getAttribute("aria-sort") !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [sorting(row.cells[place]), row]);
        rows.sort((one, other) => compare(one[0], other[0]) * (isUp ? 1 : -1));
        body.append(...rows.map(([, row]) => row));
      });
    });
    if (body.rows.length < 10) return;
    const field = element("input", { type: "search", autocomplete: "off" });
    const label = labelled("Search these rows", field);
    label.className = "finds";
    const found = element("p", { class: "note", role: "status", hidden: "" });
    (table.closest(".scroll") || table).before(label, found);
    field.addEventListener("input", () => {
      const tokens = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      let number = 0;
      for (const row of body.rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !tokens.every((token) => text.includes(token));
        if (!row.hidden) number += 1;
      }
      found.hidden = !tokens.length;
      found.textContent = `Shown: ${number} of ${body.rows.length} rows, with “${tokens.join(" ")}”`;
    });
  }

  for (const table of document.querySelectorAll("table.sortable")) enhance(table);

  /* --- small things ------------------------------------------------------------------------------ */

  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const text = document.getElementById(button.dataset.copies);
      const range = document.createRange();
      range.selectNodeContents(text);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
  }

  /* What is folded on the screen is not left out of what is printed. */
  const folded = new Set();
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("details:not([open]):not(.filters)")) {
      folded.add(part);
      part.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const part of folded) part.open = false;
    folded.clear();
  });
})();
