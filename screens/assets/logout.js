// Ends the session at a touch; the page is then loaded anew, as whoever is there without a PIN.

export default function ({ data, parentElement }) {
  const button = parentElement.querySelector('.mb-logout');
  button.textContent = data.words;
  button.onclick = async () => {
    button.disabled = true;
    try {
      await fetch('/api/logout', { method: 'POST', signal: AbortSignal.timeout(10_000) });
      location.reload();
    } catch {
      button.disabled = false;
      button.textContent = data.no_answer;
    }
  };
}
