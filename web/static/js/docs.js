// The API's page: Swagger UI over our own OpenAPI document; nothing is asked of another host.

const main = document.getElementById("api");

window.SwaggerUIBundle({
  domNode: main,
  url: main.dataset.document,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  persistAuthorization: false,
});
