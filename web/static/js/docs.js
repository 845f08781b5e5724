// The API's page: Swagger UI over our own OpenAPI document; nothing is asked of another host.

const main = document.getElementById("api");

window.SwaggerUIBundle({
  domNode: main,
  url: main.dataset.document,
  validatorUrl: null,
  deepLinking: false,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
  onComplete: () => document.getElementById("servers")?.setAttribute("aria-label", main.dataset.server),
});
