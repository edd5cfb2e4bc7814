// What each action needs beside the incident it moves, as docs/design/incidents.md says.
const SAYS_WHY = new Set([
  'void', 'verify', 'return', 'feedback', 'check', 'suspend', 'ask_extension', 'refuse_extension', 'reopen', 'appeal', 'refuse_appeal', 'separate',
]);

const FORWARD = new Set(['accept', 'verify', 'file', 'dispatch', 'take_up', 'feedback', 'check', 'close', 'assess', 'resume', 'grant_extension', 'grant_appeal']);

export const needs = (action: string) => ({
  text: SAYS_WHY.has(action),
  assignee: action === 'dispatch',
  amount: action === 'ask_extension',
  original: action === 'mark_duplicate',
});

/** What leads forward stands first and what ends it unsolved last, whatever the order of the table. */
const rank = (action: string) => (FORWARD.has(action) ? 0 : action === 'void' ? 2 : 1);
export const inOrder = <T extends { action: string }>(actions: readonly T[]): T[] => [...actions].sort((a, b) => rank(a.action) - rank(b.action));
export const isForward = (action: string) => FORWARD.has(action);

/** The server writes names as they stand in a sentence; on a button they begin one. */
export const asLabel = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
