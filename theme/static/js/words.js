// What scripts say stands in the page, in its language: names in it (`%(name)s`) are filled in here, numbers choose a form.
const { lang } = document.documentElement;

/** A number as people write it. */
export const number = (value, options = {}) => new Intl.NumberFormat(lang, options).format(value);

/** A message with its values. */
export const filled = (text, values) => text.replace(/%(?:%|\((\w+)\)s)/g, (sign, name) => (name ? values[name] : "%"));

/** The one of a message's forms (as JSON, by the names of Intl.PluralRules) that fits a number, `%(num)s` in it. */
export const counted = (forms, count, values = {}) => {
  const { [new Intl.PluralRules(lang).select(count)]: form, other } = JSON.parse(forms);
  return filled(form ?? other, { ...values, num: number(count) });
};
