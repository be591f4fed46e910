// Beside the picture: the classes with their keys, what can be done with the chosen shape, and how a picture is left.

function openSide({ mode, act, texts }) {
  const classes = html("div", "mb-label-classes");
  const onShape = html("div", "mb-label-actions mb-label-shapes");
  const suggested = html("div", "mb-label-actions mb-label-suggestions");
  const leaving = html("div", "mb-label-leaving");
  const history = html("ol", "mb-label-history");
  const historyName = html("summary", "");
  const past = html("details", "mb-label-past", historyName, history);
  past.hidden = true; // until a picture with a past is there
  const element = html("aside", "mb-label-side", classes, suggested, onShape, leaving);
  const made = new Map();

  // A button stays the same element, so that neither focus nor finger loses it.
  function button(place, name, key, { main = false, off = false, count = "" } = {}) {
    if (!made.has(name)) {
      const one = labelButton("", () => act(name));
      one.dataset.act = name;
      place.append(one);
      made.set(name, one);
    }
    const one = made.get(name);
    const words = `${texts()[name]}${count}`;
    if (one.dataset.words !== words) one.replaceChildren(html("span", "", words), ...(key ? [labelKey(key)] : []));
    one.dataset.words = words;
    one.dataset.main = String(main);
    one.disabled = off;
  }

  function paintClasses(names, wordOf, now, mayAdd) {
    const wanted = JSON.stringify([names, now, mayAdd]);
    if (classes.dataset.shown === wanted) return;
    classes.dataset.shown = wanted;
    const had = document.activeElement?.dataset?.class;
    const buttons = names.map((name, index) => {
      const swatch = html("i", "");
      swatch.style.background = colourOf(names, name);
      swatch.textContent = index < 9 ? String(index + 1) : "";
      swatch.setAttribute("aria-hidden", "true");
      const one = labelButton("", () => act(`class:${name}`), swatch, html("span", "", wordOf(name)));
      one.dataset.class = name;
      one.setAttribute("aria-pressed", String(name === now));
      return one;
    });
    if (mayAdd) buttons.push(labelButton("mb-label-add", () => act("add_class"), html("span", "", `+ ${texts().add_class}`)));
    classes.replaceChildren(...buttons);
    if (had) classes.querySelector(`[data-class="${had}"]`)?.focus();
  }

  return {
    element,
    past,
    paint({ names, wordOf, classNow, mayAdd, work, canCopy, isOpen, isBusy, isApproved }) {
      const chosen = work.chosen();
      const count = work.suggested().length;
      const drawn = work.kept().length;
      paintClasses(names, wordOf, classNow, mayAdd);
      classes.setAttribute("aria-label", texts().classes);
      suggested.hidden = count === 0;
      button(suggested, "accept", "A", { off: !count });
      button(suggested, "refuse", "R", { off: !count });
      button(suggested, "accept_all", "⇧A", { off: !count, count: ` (${count})` });
      button(suggested, "refuse_all", "⇧R", { off: !count });
      button(onShape, "outline", "O", { off: !chosen });
      button(onShape, "copy", "V", { off: !canCopy });
      button(onShape, "suggest", "G", { off: !isOpen });
      button(leaving, mode === "approve" ? "approve" : "hand_in", "⏎", { main: true, off: !isOpen || isBusy });
      if (mode === "approve") button(leaving, "send_back", "B", { off: !isOpen || isBusy || isApproved });
      else button(leaving, "no_defect", "N", { off: !isOpen || isBusy || drawn > 0 });
      button(leaving, "skip", "S", { off: !isOpen || isBusy });
      button(leaving, mode === "approve" ? "compare" : "set_aside", mode === "approve" ? "C" : "X", { off: !isOpen || isBusy });
    },
    paintHistory(drawings, words, language) {
      past.hidden = !drawings.length;
      historyName.textContent = words.history;
      const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
      history.replaceChildren(...drawings.toReversed().map((one) => {
        const what = `${words[`state_${one.state}`]} · ${words[`role_${one.role}`]} · ${time.format(new Date(one.at))}`;
        const shapes = words.shapes.replace("{count}", one.shapes.length);
        return html("li", "", html("b", "", what), html("span", "", [shapes, one.note].filter(Boolean).join(" · ")));
      }));
    },
  };
}
