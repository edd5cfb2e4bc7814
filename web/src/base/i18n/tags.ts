// What a language tag (BCP 47) says of a text: the name of its language, and from which side it is written.

const RIGHT_TO_LEFT = ['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'];

/** A language in the words of `shown`, or in its own; the tag itself when nobody knows it. */
export function nameOf(tag: string, shown = tag): string {
  try {
    return new Intl.DisplayNames([shown], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** By the script that the language is written in unless its tag says another: a text may begin with a word of a foreign one. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  try {
    return RIGHT_TO_LEFT.includes(new Intl.Locale(tag).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}
