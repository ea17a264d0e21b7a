// Brings the counts of a search, which take longer than its page may.

const aside = document.querySelector("[data-facets]");
const answer = await fetch(aside.dataset.facets, { headers: { Accept: "text/html" } });
if (answer.ok && !answer.redirected) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  aside.replaceChildren(...page.getElementById("facets").children);
  document.getElementById("counted").textContent = page.getElementById("counted").textContent;
}
