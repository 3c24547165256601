// Messages of scripts are in the page, in its language: placeholders (`%(name)s`) are filled in here, numbers choose a form.
const { lang } = document.documentElement;

/** Format a number in the page's language. */
export const number = (value, options = {}) => new Intl.NumberFormat(lang, options).format(value);

/** Fill in the placeholders of a message. */
export const filled = (text, values) => text.replace(/%(?:%|\((\w+)\)s)/g, (sign, name) => (name ? values[name] : "%"));

/** Choose the form of a message (JSON, by the names of Intl.PluralRules) for a number, and fill it in; `%(num)s` is the number. */
export const counted = (forms, count, values = {}) => {
  const { [new Intl.PluralRules(lang).select(count)]: form, other } = JSON.parse(forms);
  return filled(form ?? other, { ...values, num: number(count) });
};
