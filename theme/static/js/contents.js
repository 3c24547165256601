/* Marks the section being read in the table of contents beside a post. */
const links = [...document.querySelectorAll(".contents a")];
const headings = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
const line = 0.3; // of the window's height: a section counts as read once its heading has passed it

function mark() {
  const current = headings.findLastIndex((heading) => heading?.getBoundingClientRect().top < innerHeight * line);
  links.forEach((link, place) => {
    if (place === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  });
}

// Everything above the line counts as visible, so that a jump over several headings is noticed, too.
const observer = new IntersectionObserver(mark, { rootMargin: `99999px 0px ${100 * (line - 1)}%` });
headings.forEach((heading) => heading && observer.observe(heading));
