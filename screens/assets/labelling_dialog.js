// A question over the page: large answers, and a line to type where none of them fits.

function openQuestion(root, { title, hint, picks, label, onward, leave }) {
  const dialog = html("dialog", "mb-label-dialog");
  const field = Object.assign(html("input", ""), { type: "text", maxLength: 300, autocomplete: "off" });
  const heading = html("h2", "", title);
  heading.id = "mb-label-question";
  dialog.setAttribute("aria-labelledby", heading.id);
  const said = html("p", "mb-label-dialog-said");
  said.setAttribute("role", "status");
  return new Promise((resolve) => {
    const answer = (text) => {
      dialog.close();
      dialog.remove();
      resolve(text);
    };
    const give = () => (field.value.trim() ? answer(field.value.trim()) : (said.textContent = hint));
    const choices = picks.map((text) => labelButton("mb-label-pick", () => answer(text), text));
    const buttons = [labelButton("mb-label-main", give, onward), labelButton("", () => answer(null), leave)];
    dialog.append(heading, html("div", "mb-label-picks", ...choices), html("label", "", html("span", "", label), field));
    dialog.append(said, html("div", "mb-label-answers", ...buttons));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      answer(null);
    });
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" || event.target !== field) return;
      event.preventDefault(); // or the button that has the focus next is pressed by the same key
      give();
    });
    root.append(dialog);
    dialog.showModal();
    field.focus();
  });
}

function labelButton(className, act, ...content) {
  const element = html("button", className, ...content);
  element.type = "button";
  element.onclick = act;
  return element;
}

function labelKey(key) {
  const sign = html("kbd", "mb-key", key);
  sign.setAttribute("aria-hidden", "true");
  return sign;
}
