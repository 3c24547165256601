// Matches names of subjects, people and courses: rows of kind, label, address, number of posts, synonyms.
const MOST = 5;
const LONG = 4; // letters of the shortest word that may be misspelled
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const called = ([, label, , , synonyms]) => [label, ...synonyms];

// Rank a name: 3 it is what was asked for, 2 one of its words begins so, 1 it is part of what was asked for.
const rank = (name, asked) => {
  if (name === asked) return 3;
  if (asked.length > 1 && ` ${name}`.includes(` ${asked}`)) return 2;
  return name && ` ${asked} `.includes(` ${name} `) ? 1 : 0;
};

/** Return the rows that a text names, the best first. */
export const matches = (rows, text) => {
  const asked = plain(text);
  if (!asked) return [];
  const ranked = rows.map((row) => [Math.max(...called(row).map((name) => rank(plain(name), asked))), row]);
  return ranked.filter(([best]) => best).sort(([a], [b]) => b - a).slice(0, MOST).map(([, row]) => row);
};

// Return the number of letters to change, add, remove or swap between two words (optimal string alignment).
const distance = (one, other) => {
  let [before, last] = [[], [...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= other.length; j += 1) {
      line[j] = Math.min(last[j] + 1, line[j - 1] + 1, last[j - 1] + (one[i - 1] !== other[j - 1]));
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) line[j] = Math.min(line[j], before[j - 2] + 1);
    }
    [before, last] = [last, line];
  }
  return last[other.length];
};

const nearest = (word, known) => {
  const most = word.length < LONG ? 0 : word.length < 7 ? 1 : 2;
  const near = known.filter((candidate) => Math.abs(candidate.length - word.length) <= most).map((candidate) => [distance(word, candidate), candidate]);
  return near.sort(([a], [b]) => a - b).find(([far]) => far <= most)?.[1];
};

/** Return what a text without a match may mean, in the words of the names; undefined where nothing is near. */
export const meant = (rows, text) => {
  const asked = plain(text);
  const known = new Map(rows.flatMap(called).flatMap((name) => [name, ...name.split(" ")]).map((name) => [plain(name), name]));
  const names = [...known.keys()];
  const whole = nearest(asked, names);
  if (whole) return whole === asked ? undefined : known.get(whole);
  const words = asked.split(" ").map((word) => (word.length < LONG || known.has(word) ? word : (known.get(nearest(word, names)) ?? word)));
  return words.join(" ") === asked ? undefined : words.join(" ");
};
