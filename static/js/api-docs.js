// Starts Swagger UI on the page of the API. Without scripts the page links to the description.
/** Markup: <div id="api-docs" data-schema="/api/v1/schema.json" data-csrf="…"></div> */
const place = document.getElementById("api-docs");
const root = document.documentElement;
const system = window.matchMedia("(prefers-color-scheme: dark)");

function followTheme() {
  const chosen = root.dataset.bsTheme || (system.matches ? "dark" : "light");
  root.classList.toggle("dark-mode", chosen === "dark");
}

followTheme();
system.addEventListener("change", followTheme);
new MutationObserver(followTheme).observe(root, { attributeFilter: ["data-bs-theme"] });

window.SwaggerUIBundle({
  url: place.dataset.schema,
  domNode: place,
  presets: [window.SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  tagsSorter: "alpha",
  deepLinking: true,
  // Its default asks a service on the internet whether the description is valid.
  validatorUrl: null,
  requestInterceptor(request) {
    // Requests go out with the session of whoever reads the page, so they need its token.
    request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});
