// A validator elsewhere would be a request to a third party.
window.ui = SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#ui",
  deepLinking: true,
  validatorUrl: null,
});
