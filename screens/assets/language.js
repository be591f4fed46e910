// Says which language the page is in, for screen readers and hyphenation.

export default function ({ data }) {
  document.documentElement.lang = data.language;
}
