"use strict";
(() => {
  const form = document.getElementById("filter");
  if (!form) {
    return;
  }
  const groups = Array.from(document.querySelectorAll("#clusters > article"));
  const plain = (text) => text.normalize("NFC").toLowerCase();
  const texts = groups.map((group) => plain(group.textContent));
  const chosen = (id) => {
    const field = document.getElementById(id);
    return field ? field.value : "";
  };
  const has = (list, value) => value === "" || list.split(" ").includes(value);
  const apply = () => {
    const words = plain(chosen("words")).split(/\s+/).filter(Boolean);
    const kind = chosen("kind");
    const decision = chosen("decision");
    const suite = chosen("suite");
    let shown = 0;
    groups.forEach((group, i) => {
      const matches =
        has(group.dataset.kinds, kind) &&
        has(group.dataset.decisions, decision) &&
        has(group.dataset.suites, suite) &&
        words.every((word) => texts[i].includes(word));
      group.hidden = !matches;
      shown += matches ? 1 : 0;
    });
    document.getElementById("count").textContent = shown + " of " + groups.length + " groups";
    document.getElementById("none").hidden = shown > 0;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
