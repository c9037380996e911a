// Comfort only: every page works without this file.
"use strict";

document.documentElement.classList.add("scripted");

const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

// Copy buttons appear only where copying is possible.
each("[data-copy]", (button) => {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const word = button.querySelector(".copy-word");
  const before = word.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    word.textContent = button.dataset.copied;
    button.classList.add("copied");
    setTimeout(() => {
      word.textContent = before;
      button.classList.remove("copied");
    }, 2000);
  });
});

// Facets apply themselves a moment after the last change.
each("form[data-auto-submit]", (form) => {
  let waiting;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => form.requestSubmit(), 350);
  });
});

// Long work goes on by itself, slice after slice.
each("form[data-continue]", (form) => form.requestSubmit());

// While terms are typed, the part named by data-live shows what they make; nothing is saved.
each("form[data-live]", (form) => {
  const part = document.getElementById(form.dataset.live);
  let waiting, asked;
  form.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      const body = new FormData(form);
      body.set("preview", "1");
      try {
        const answer = await fetch(form.action, { method: "POST", body, signal: asked.signal });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById(part.id);
        if (answer.ok && fresh) part.replaceChildren(...fresh.childNodes);
      } catch {
        // The button shows the same.
      }
    }, 600);
  });
});

// Browsers without ::details-content get the menu and the facets opened on wide screens.
if (!CSS.supports("selector(::details-content)")) {
  const wide = matchMedia("(min-width: 56.0625rem)");
  const follow = () => each("details[data-open-wide]", (fold) => (fold.open = wide.matches));
  wide.addEventListener("change", follow);
  follow();
}

// Filter boxes over long tables; what was typed is remembered while the tab lives.
each("[data-filter]", (box) => {
  const table = document.getElementById(box.dataset.filter);
  if (!table) return;
  const key = `filter:${location.pathname}:${table.id}`;
  const apply = () => {
    const wanted = box.value.trim().toLowerCase();
    for (const row of table.tBodies[0].rows) {
      row.hidden = wanted !== "" && !row.textContent.toLowerCase().includes(wanted);
    }
  };
  box.closest(".table-filter").hidden = false;
  box.value = sessionStorage.getItem(key) || "";
  box.addEventListener("input", () => {
    sessionStorage.setItem(key, box.value);
    apply();
  });
  apply();
});

// A count of the characters left under long text fields.
each("textarea[maxlength]", (area) => {
  const counter = document.createElement("p");
  counter.className = "counter";
  counter.setAttribute("aria-hidden", "true");
  const show = () => (counter.textContent = `${area.value.length} / ${area.maxLength}`);
  area.after(counter);
  area.addEventListener("input", show);
  show();
});

// An error summary takes the focus, so that it is read first.
document.querySelector(".error-summary")?.focus();

// The key "/" goes to the search field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector("[data-search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});
