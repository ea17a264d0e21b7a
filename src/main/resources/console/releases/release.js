// Draws complaints against time with numbered marks, and brings the tables below to the same numbers.

const place = document.getElementById("course");
const SEVERITIES = ["P1", "P2", "P3", "P4"];
const STRENGTH = { P1: 1, P2: 0.75, P3: 0.5, P4: 0.28 };

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function cell(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = kind;
  if (name === "th") {
    made.scope = "row";
  }
  return made;
}

// Every step from the first to the last, also those in which nobody complained. Marks stretch the axis by
// as much again as the complaints take; those further away stand at its ends.
function steps(course) {
  const size = course.stepMillis;
  const times = course.points.map((each) => each.at);
  const begin = Math.min(...times);
  const end = Math.max(...times);
  const room = Math.max(end - begin, 12 * size);
  const marked = course.marks.map((each) => each.at).filter((at) => at > begin - room && at < end + room);
  const first = Math.floor(Math.min(begin, ...marked) / size) * size;
  const last = Math.floor(Math.max(end, ...marked) / size) * size;
  return Array.from({ length: Math.round((last - first) / size) + 1 }, (_, i) => first + i * size);
}

function shown(at, size) {
  const text = new Date(at).toISOString();
  return size >= 86_400_000 ? text.slice(0, 10) : `${text.slice(5, 10)} ${text.slice(11, 16)}`;
}

// What the marks are drawn from, which are the same for every chart of the page.
let course;
let list;

const MARKS = {
  id: "marks",
  afterDatasetsDraw(chart) {
    const { ctx, chartArea: area, scales } = chart;
    ctx.save();
    ctx.strokeStyle = colour("--text");
    ctx.fillStyle = colour("--text");
    ctx.font = "11px system-ui, sans-serif";
    let lastX = -100;
    let level = 0;
    course.marks.forEach((mark, i) => {
      const index = (mark.at - list[0]) / course.stepMillis - 0.5;
      const from = scales.x.getPixelForValue(0);
      const unit = list.length > 1 ? scales.x.getPixelForValue(1) - from : area.width;
      const x = Math.min(area.right, Math.max(area.left, from + index * unit));
      level = x - lastX < 16 ? level + 1 : 0;
      lastX = x;
      ctx.setLineDash(mark.kind === "mitigation" || mark.kind === "flag" ? [4, 3] : []);
      ctx.beginPath();
      ctx.moveTo(x, area.top);
      ctx.lineTo(x, area.bottom);
      ctx.stroke();
      const isAtTheEnd = x > area.right - 20;
      ctx.textAlign = isAtTheEnd ? "right" : "left";
      ctx.fillText(String(i + 1), x + (isAtTheEnd ? -3 : 3), area.top + 10 + level * 12);
    });
    ctx.restore();
  },
};

function draw() {
  const byTime = new Map(course.points.map((each) => [each.at, each]));
  const ink = colour("--text");
  place.hidden = false;
  Chart.defaults.color = ink;
  return new Chart(place.querySelector("canvas"), {
    type: "bar",
    data: {
      labels: list.map((at) => shown(at, course.stepMillis)),
      datasets: SEVERITIES.map((severity) => ({
        label: severity,
        data: list.map((at) => byTime.get(at)?.[severity] ?? 0),
        backgroundColor: `color-mix(in srgb, ${colour(`--${severity.toLowerCase()}`)} ${STRENGTH[severity] * 100}%, transparent)`,
        borderColor: colour(`--${severity.toLowerCase()}`),
        borderWidth: 1,
        categoryPercentage: 0.95,
        barPercentage: 0.95,
      })),
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: { stacked: true, ticks: { color: ink, maxRotation: 0, autoSkipPadding: 16 }, grid: { display: false } },
        y: {
          stacked: true,
          beginAtZero: true,
          grace: "15%",
          ticks: { color: ink, precision: 0 },
          grid: { color: colour("--line") },
          title: { display: true, text: "complaints", color: ink },
        },
      },
    },
  });
}

function tell(course) {
  document.getElementById("points").replaceChildren(
    ...course.points.map((point) => {
      const line = document.createElement("tr");
      const total = SEVERITIES.reduce((sum, each) => sum + point[each], 0);
      line.append(
        cell("th", point.time, "still"),
        ...[total, ...SEVERITIES.map((each) => point[each])].map((each) =>
          cell("td", each.toLocaleString("en"), "number"),
        ),
      );
      return line;
    }),
  );
  document.getElementById("marks")?.replaceChildren(
    ...course.marks.map((mark) => {
      const line = document.createElement("li");
      line.append(cell("span", mark.kind, "tag"), ` ${mark.text}`, document.createElement("br"), cell("span", mark.time, "dim small"));
      return line;
    }),
  );
}

async function open() {
  const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  course = await answer.json();
  if (course.points.length === 0) {
    return;
  }
  tell(course);
  list = steps(course);
  Chart.register(MARKS);
  let chart = draw();
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    chart.destroy();
    chart = draw();
  });
}

if (place) {
  open();
}
