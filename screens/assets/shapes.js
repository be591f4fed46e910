// One shape for each verdict, so that colour is never the only sign: disc with tick, octagon with cross,
// diamond with question mark, square with slash. Fill and stroke come from CSS (.mb-shape, .mb-glyph).
const SVG = "http://www.w3.org/2000/svg";

const SHAPES = {
  PASS: [["circle", { cx: 50, cy: 50, r: 47 }], ["polyline", { points: "27,53 44,70 75,33" }]],
  FAIL: [
    ["polygon", { points: "31,4 69,4 96,31 96,69 69,96 31,96 4,69 4,31" }],
    ["path", { d: "M31,31 L69,69 M69,31 L31,69" }],
  ],
  REVIEW: [
    ["polygon", { points: "50,2 98,50 50,98 2,50" }],
    ["path", { d: "M37,40 C37,22 64,22 64,40 C64,51 50,50 50,62 M50,75 L50,76" }],
  ],
  NOT_JUDGED: [["rect", { x: 6, y: 6, width: 88, height: 88, rx: 10 }], ["path", { d: "M28,72 L72,28" }]],
};

function svg(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function html(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

// The way to the login, for who is no longer logged in.
function loginLink(address, words) {
  const link = html("a", "mb-login-link", words);
  link.href = address;
  return link;
}

// `word` between backticks is something to type: it stands out as such.
function withCommands(text) {
  return text.split("`").map((piece, index) => (index % 2 ? html("code", "", piece) : piece));
}

function shape(verdict) {
  const [[tag, outline], [glyphTag, glyph]] = SHAPES[verdict];
  return svg(
    "svg",
    { viewBox: "0 0 100 100", class: `mb-icon mb-${verdict}`, "aria-hidden": "true" },
    svg(tag, { ...outline, class: "mb-shape" }),
    svg(glyphTag, { ...glyph, class: "mb-glyph" }),
  );
}
