// WordPress answers /?s=words; hosts that lead such addresses on never come here.
const asked = new URLSearchParams(location.search).get("s");
if (asked) location.replace(`search/?q=${encodeURIComponent(asked)}`);
