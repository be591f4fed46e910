// The strip: how many pictures are how far, which of them to look at, and each with the reason why it stands there.

const PILES = { draw: ["next", "sent-back", "drawn", "approved", "set-aside"], approve: ["drawn", "sent-back", "approved"] };

function openStrip({ mode, pileNow, onPile, onPicture, texts }) {
  const counted = html("p", "mb-label-counted");
  const piles = html("select", "mb-label-piles");
  const list = html("ol", "mb-label-list");
  const element = html("aside", "mb-label-strip", counted, piles, list);
  counted.setAttribute("role", "status");
  piles.onchange = () => onPile(piles.value);

  function paint(queue, current, base) {
    const words = texts();
    const { drawn, approved, sent_back, open } = queue.counts;
    const figures = [[open, words.count_open], [drawn, words.count_drawn], [approved, words.count_approved], [sent_back, words.count_sent_back]];
    counted.textContent = figures.filter(([count, word]) => count || word !== words.count_sent_back).map(([count, word]) => word.replace("{count}", count)).join(" · ");
    piles.setAttribute("aria-label", words.piles);
    if (!piles.options.length) piles.append(...PILES[mode].map((name) => Object.assign(html("option", "", words[`pile_${name}`]), { value: name })));
    piles.value = pileNow();
    list.setAttribute("aria-label", words[`pile_${pileNow()}`]);
    const made = queue.entries.map((entry) => one(entry, current, base, words));
    list.replaceChildren(...(made.length ? made : [html("li", "mb-label-none", queue.gathering ? words.gathering : words[`none_${pileNow()}`] ?? words.none)]));
    list.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" });
  }

  function one(entry, current, base, words) {
    const image = Object.assign(html("img", ""), { src: `${base}/pictures/${entry.sha256}/small?width=240`, alt: "", loading: "lazy" });
    const why = entry.why ? words[`why_${entry.why}`] : words[`state_${entry.state}`];
    const button = labelButton("", () => onPicture(entry.sha256), image, html("b", "", why), html("span", "", entry.note));
    button.dataset.sha256 = entry.sha256;
    button.setAttribute("aria-current", String(entry.sha256 === current));
    return html("li", "", button);
  }

  return { element, paint };
}
