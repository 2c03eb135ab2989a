// Draws the API's reference into the page, with the settings that the page holds as data.
"use strict";

const settings = JSON.parse(document.getElementById("settings").textContent);

// Swagger UI has colours for the dark, and waits for a class to use them.
const dark = matchMedia("(prefers-color-scheme: dark)");
const useColours = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", useColours);
useColours();

SwaggerUIBundle({
  ...settings,
  domNode: document.getElementById("reference"),
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
});
