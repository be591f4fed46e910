// What was typed into the form of the master's word while somebody else's PIN is asked for: kept in this tab alone, once.

const DRAFT = "mb-master-draft";

function keepDraft(draft) {
  sessionStorage.setItem(DRAFT, JSON.stringify(draft));
}

function takeDraft() {
  const draft = JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  sessionStorage.removeItem(DRAFT);
  return draft;
}

// The way to the login, where the answers would stand; `keep` is called before somebody follows it.
function loginNotice(keep) {
  const words = html("b", "");
  const link = html("a", "mb-master-login");
  link.onclick = keep;
  const notice = html("p", "mb-master-asked", words, link);
  return {
    notice,
    showLogin(isLocked, { login, texts }) {
      notice.hidden = !isLocked;
      words.textContent = texts.asked_for;
      link.textContent = texts.enter;
      link.href = login;
    },
  };
}
