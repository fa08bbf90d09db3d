// A table that is wider than the page can be moved by keys.
for (const wrapper of document.querySelectorAll(".table-wrapper")) {
  wrapper.tabIndex = 0;
  wrapper.setAttribute("role", "region");
  wrapper.setAttribute("aria-label", "Table");
}
