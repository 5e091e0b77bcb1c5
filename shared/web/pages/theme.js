"use strict";
// Loaded before the page is painted, so that nobody sees the other colours first.

const themeNames = ["auto", "light", "dark"];

function themeNow() {
  const chosen = localStorage.getItem("theme");
  return themeNames.includes(chosen) ? chosen : "auto";
}

function showTheme() {
  document.documentElement.dataset.theme = themeNow();
  const button = document.getElementById("theme");
  if (button) button.textContent = `Theme: ${themeNow()}`;
}

showTheme();
document.addEventListener("DOMContentLoaded", () => {
  showTheme();
  document.getElementById("theme").addEventListener("click", () => {
    localStorage.setItem("theme", themeNames[(themeNames.indexOf(themeNow()) + 1) % themeNames.length]);
    showTheme();
  });
});
