// What the page does a little better with scripts: dropping files, fitting frames, saying "busy".
"use strict";

const drop = document.getElementById("drop");
if (drop) {
  const files = drop.querySelector("input");
  const over = (event, is) => {
    event.preventDefault();
    drop.classList.toggle("over", is);
  };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    files.files = event.dataTransfer.files;
  });
}

for (const frame of document.querySelectorAll("iframe.body")) {
  const fit = () => {
    const content = frame.contentDocument;
    if (!content) return;
    frame.style.height = "0";
    frame.style.height = `${content.documentElement.scrollHeight + 2}px`;
  };
  frame.addEventListener("load", fit);
  if (frame.contentDocument?.readyState === "complete") fit();
}

for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.ariaBusy === "true") return event.preventDefault();
    form.ariaBusy = "true";
    document.querySelector("[role=status]").textContent = form.dataset.busy;
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) form.ariaBusy = "false";
});
