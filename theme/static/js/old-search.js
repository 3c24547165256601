// WordPress answers /?s=words; hosts that redirect such addresses never load this.
const asked = new URLSearchParams(location.search).get("s");
if (asked) location.replace(`search/?q=${encodeURIComponent(asked)}`);
