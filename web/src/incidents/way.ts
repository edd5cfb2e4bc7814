/** The states in which somebody must act, in the order of an incident's way. */
export const STAGES = ['reported', 'accepted', 'verified', 'filed', 'dispatched', 'handling', 'feedback', 'checked'] as const;

export const isOpen = (state: string) => (STAGES as readonly string[]).includes(state) || state === 'suspended';
