/** How much an area asks for somebody, from nothing to at once. */
export type Tone = 'good' | 'plain' | 'soon' | 'bad';
