// The first page, live: plots from JSON, and a fresh copy of what needs a person whenever something is new.

const css = getComputedStyle(document.documentElement);
const color = (name) => css.getPropertyValue(`--${name}`).trim();
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
const charts = new Map();

// Told apart without colour: each severity has a dash, each kind of line has its own.
const SEVERITIES = [["P1", "p1", []], ["P2", "p2", [6, 3]], ["P3", "p3", [2, 3]], ["P4", "p4", [8, 3, 2, 3]]];

// A point that no line leads to would not be seen.
function radius({ dataset, dataIndex }) {
  const isThere = (i) => typeof dataset.data[i] === "number";
  const isAlone = dataset.data.every((each, i) => i === dataIndex || !isThere(i));
  return isThere(dataIndex) && isAlone ? 5 : 0;
}

function options(unit, more = {}) {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: calm ? false : { duration: 200 },
    interaction: { mode: "index", intersect: false },
    elements: { point: { radius, hoverRadius: 5, hitRadius: 8 }, line: { borderWidth: 2, tension: 0 } },
    scales: {
      x: { ticks: { color: color("dim"), maxRotation: 0, autoSkipPadding: 16 }, grid: { color: color("line") } },
      y: {
        beginAtZero: true,
        ticks: { color: color("dim"), precision: 0 },
        grid: { color: color("line") },
        title: { display: true, text: unit, color: color("dim") },
      },
      ...more,
    },
  };
}

function line(label, data, tone, dash, axis = "y") {
  const ink = color(tone);
  return {
    label, data, borderColor: ink, backgroundColor: "transparent", borderDash: dash, yAxisID: axis, spanGaps: true,
    pointBackgroundColor: dash.length ? color("ground") : ink, pointStyle: axis === "y" ? "circle" : "rectRot",
  };
}

function draw(place, label, labels, datasets, settings) {
  const known = charts.get(place);
  if (known) {
    known.data.labels = labels;
    known.data.datasets.forEach((set, i) => { set.data = datasets[i].data; });
    known.update("none");
    return;
  }
  window.Chart.defaults.color = color("text");
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `${label}; the table below has the numbers`);
  place.append(canvas);
  place.hidden = false;
  charts.set(place, new window.Chart(canvas, { type: "line", data: { labels, datasets }, options: settings }));
}

async function plots() {
  const answer = await fetch("/now/data", { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const data = await answer.json();
  const decisions = document.querySelector("[data-plot=decisions]");
  draw(decisions, "Decisions a minute by severity", data.minutes,
    SEVERITIES.map(([name, tone, dash]) => line(name, data.decisions[name], tone, dash)), options("decisions a minute"));
  document.querySelectorAll("[data-plot=cluster]").forEach((place, i) => {
    const cluster = data.clusters[i];
    if (!cluster) {
      return;
    }
    const share = {
      share: {
        position: "right", min: 0, max: 1,
        ticks: { color: color("dim"), callback: (value) => `${Math.round(value * 100)} %` },
        grid: { drawOnChartArea: false },
        title: { display: true, text: "negative", color: color("dim") },
      },
    };
    draw(place, `${cluster.title}: complaints and negative share`, cluster.at, [
      line("complaints", cluster.complaints, "accent", []),
      line("usual complaints", cluster.usual, "accent", [3, 4]),
      line("negative share", cluster.negativeShare, "bad", [10, 4], "share"),
      line("usual share", cluster.usualShare, "bad", [10, 3, 2, 3], "share"),
    ], options("complaints", share));
  });
}

async function refresh() {
  const answer = await fetch("/", { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const live = document.getElementById("live");
  const fresh = page.getElementById("live");
  if (live && fresh && !live.contains(document.activeElement)) {
    live.replaceWith(fresh);
  }
  await plots();
}

plots();
const events = new EventSource("/now/events");
events.addEventListener("message", refresh);
window.addEventListener("pagehide", () => events.close());
