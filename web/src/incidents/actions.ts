// What each action needs beside the incident it moves, as docs/design/incidents.md says.
const SAYS_WHY = new Set([
  'void', 'verify', 'return', 'feedback', 'check', 'suspend', 'ask_extension', 'refuse_extension', 'reopen', 'appeal', 'refuse_appeal', 'separate',
]);

export const needs = (action: string) => ({
  text: SAYS_WHY.has(action),
  assignee: action === 'dispatch',
  amount: action === 'ask_extension',
  original: action === 'mark_duplicate',
});

/** The server writes names as they stand in a sentence; on a button they begin one. */
export const asLabel = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
