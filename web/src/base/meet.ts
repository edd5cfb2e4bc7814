// When somebody else saved first: what was typed here stays, what was not touched becomes as it is stored now.

export interface Met<T> {
  form: T;
  apart: (keyof T & string)[]; // where the form and what is stored now say different things
}

/** `seen`: the form as it opened. `typed`: as it is. `now`: as it would open with what is stored now. */
export function meet<T extends Record<string, string>>(seen: T, typed: T, now: T): Met<T> {
  const form = Object.fromEntries(Object.entries(typed).map(([key, value]) => [key, value === seen[key] ? now[key] : value])) as T;
  return { form, apart: Object.keys(form).filter((key) => form[key] !== now[key]) };
}
