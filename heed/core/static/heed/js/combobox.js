let made = 0;

function optionsOf(select) {
  return [...select.options].filter((option) => option.value);
}

function enhance(select) {
  const id = `combobox-${(made += 1)}`;
  const box = document.createElement("div");
  const input = document.createElement("input");
  const list = document.createElement("div");
  box.className = "combobox";
  list.className = "combobox__list";
  list.id = id;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
  Object.assign(input, { type: "text", autocomplete: "off", id: select.id });
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
    "aria-describedby": select.getAttribute("aria-describedby") ?? "",
  })) {
    if (value) input.setAttribute(name, value);
  }
  input.value = select.selectedOptions[0]?.value ? select.selectedOptions[0].text : "";
  input.placeholder = select.options[0]?.value ? "" : (select.options[0]?.text ?? "");
  select.removeAttribute("id");
  select.hidden = true;
  select.required = false;
  select.before(box);
  box.append(input, list, select);
  listen(box, input, list, select);
  if (select.autofocus && !document.activeElement?.matches("input, textarea")) input.focus();
}

function draw(list, input, select) {
  const wanted = input.value.trim().toLocaleLowerCase();
  const fitting = optionsOf(select).filter((o) => o.text.toLocaleLowerCase().includes(wanted));
  list.replaceChildren(
    ...fitting.map((option, index) => {
      const item = document.createElement("div");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(option.selected));
      item.dataset.value = option.value;
      item.textContent = option.text;
      return item;
    }),
  );
  show(list, input, fitting.length > 0);
  if (wanted && fitting.length) move(list, input, 1);
}

function show(list, input, isShown) {
  list.hidden = !isShown;
  input.setAttribute("aria-expanded", String(isShown));
  if (!isShown) input.removeAttribute("aria-activedescendant");
}

function move(list, input, by) {
  const items = [...list.children];
  const here = items.findIndex((item) => item.classList.contains("is-active"));
  const next = items.at((here + by + items.length) % items.length);
  items[here]?.classList.remove("is-active");
  next?.classList.add("is-active");
  next?.scrollIntoView({ block: "nearest" });
  if (next) input.setAttribute("aria-activedescendant", next.id);
}

function take(item, list, input, select) {
  select.value = item.dataset.value;
  input.value = item.textContent;
  show(list, input, false);
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function settle(input, select) {
  const exact = optionsOf(select).find((option) => option.text === input.value.trim());
  select.value = exact?.value ?? "";
  if (!exact) input.value = "";
}

function listen(box, input, list, select) {
  input.addEventListener("input", () => draw(list, input, select));
  input.addEventListener("keydown", (event) => {
    const active = list.querySelector(".is-active");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) draw(list, input, select);
      move(list, input, event.key === "ArrowDown" ? 1 : -1);
      event.preventDefault();
    } else if (event.key === "Enter" && active && !list.hidden) {
      take(active, list, input, select);
      event.preventDefault();
    } else if (event.key === "Tab" && active && !list.hidden) {
      take(active, list, input, select);
    } else if (event.key === "Escape" && !list.hidden) {
      show(list, input, false);
      event.stopPropagation();
      event.preventDefault();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[role='option']");
    if (item) take(item, list, input, select);
    event.preventDefault();
  });
  box.addEventListener("focusout", (event) => {
    if (box.contains(event.relatedTarget)) return;
    show(list, input, false);
    settle(input, select);
  });
}

function enhanceAll(scope) {
  for (const select of scope.querySelectorAll?.("select[data-combobox]") ?? []) {
    if (!select.closest(".combobox")) enhance(select);
  }
}

document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
enhanceAll(document);
