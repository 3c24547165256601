// Form fields beyond those of browsers: chips, sortable rows, a color whose contrast is shown while it is chosen.
import "./chips.js";
import "./rows.js";

const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const luminance = (color) => [1, 3, 5].map((at) => linear(parseInt(color.slice(at, at + 2), 16) / 255)).reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
const contrast = (one, other) => {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
};

customElements.define("color-field", class extends HTMLElement {
  connectedCallback() {
    const [own, color] = this.querySelectorAll("input");
    const { grounds, least } = this.dataset;
    color.addEventListener("input", () => {
      own.checked = true;
      if (!grounds) return;
      const result = Math.floor(Math.min(...grounds.split(" ").map((ground) => contrast(color.value, ground))) * 100) / 100;
      this.querySelector("[role=status]").textContent = `Its contrast with the page is ${result} to 1; ${least} is the least.${result < least ? " It is too hard to read." : ""}`;
    });
  }
});
