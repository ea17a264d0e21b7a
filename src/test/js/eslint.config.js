// The rules for all scripts of the repository: what is wrong for sure, and what nobody uses.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    rules: {
      eqeqeq: "error",
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-var": "error",
      "prefer-const": "error",
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 60],
    },
  },
  {
    files: ["src/main/**/*.js"],
    languageOptions: {
      globals: { ...globals.browser, Chart: "readonly", SwaggerUIBundle: "readonly", Tabulator: "readonly" },
    },
  },
  { files: ["src/test/**/*.js"], languageOptions: { globals: globals.node } },
];
