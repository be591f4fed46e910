// Loads the page anew once the session is over, so that nobody works on with a page that is dead, or shows too much.

export default function ({ data, parentElement }) {
  if (parentElement.watch) clearInterval(parentElement.watch);
  const look = async () => {
    try {
      const answer = await fetch('/api/session', { cache: 'no-store' });
      if (answer.status === 401 || (answer.ok && (await answer.json()).role !== data.role)) {
        document.dispatchEvent(new Event('mb-leaving')); // what was typed is kept for whoever logs in again
        location.reload();
      }
    } catch { /* no connection: the page says so itself */ }
  };
  parentElement.watch = setInterval(look, 20_000);
  const ending = setTimeout(look, Math.min(data.ends_in_s * 1000 + 500, 2 ** 31 - 1));
  return () => { clearInterval(parentElement.watch); clearTimeout(ending); };
}
