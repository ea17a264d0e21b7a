// A validator elsewhere would be a request to a third party. The many schemas stay folded: each
// operation shows those that it uses.
window.ui = SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  defaultModelExpandDepth: 3,
  displayRequestDuration: true,
  validatorUrl: null,
});
