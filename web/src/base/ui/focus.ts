/** For a dialog that has opened: the keyboard goes to its first field, not to its closing cross. */
export const focusField = (id: string) => document.getElementById(id)?.focus();
