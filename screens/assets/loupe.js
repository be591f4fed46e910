// A finger in a glove covers what it points at: the place is shown larger, aside.
function openLoupe() {
  const element = svg("svg", { class: "mb-points-loupe", hidden: "", "aria-hidden": "true" });
  const image = svg("image", { x: 0, y: 0 });
  const lines = svg("path", { class: "mb-points-hair" });
  element.append(image, lines);
  return {
    element,
    image,
    show([x, y], perPx, stage) {
      const half = 80 / Math.max(perPx, 4);
      element.setAttribute("viewBox", `${x - half} ${y - half} ${2 * half} ${2 * half}`);
      lines.setAttribute("d", `M${x - half},${y}H${x + half}M${x},${y - half}V${y + half}`);
      element.removeAttribute("hidden");
      const [left, , width] = stage.querySelector(".mb-points-picture").getAttribute("viewBox").split(" ").map(Number);
      element.dataset.side = x < left + width / 2 ? "right" : "left";
    },
    hide: () => element.setAttribute("hidden", ""),
  };
}
