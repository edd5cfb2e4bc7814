// One drawing for each answer, each with its own outline: circle yes, octagon no, diamond again, shield staff, square ask.
// Attributes, not styles: the page's Content-Security-Policy allows none inside markup.
const line = (width) => `fill="none" stroke="currentColor" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"`;
const stroke = line(7);
const outline = {
  circle: `<circle cx="50" cy="50" r="45" ${stroke}/>`,
  octagon: `<path d="M31 5h38l26 26v38L69 95H31L5 69V31z" ${stroke}/>`,
  diamond: `<path d="M50 3 97 50 50 97 3 50z" ${stroke}/>`,
  shield: `<path d="M50 4 92 18v30c0 24-17 40-42 49C25 88 8 72 8 48V18z" ${stroke}/>`,
  square: `<rect x="5" y="5" width="90" height="90" rx="16" ${stroke}/>`,
  triangle: `<path d="M50 6 97 90H3z" ${stroke}/>`,
};
const head = `<circle cx="50" cy="38" r="13" ${stroke}/><path d="M27 76c2-15 11-21 23-21s21 6 23 21" ${stroke}/>`;
const face = `<ellipse cx="50" cy="50" rx="23" ry="29" ${stroke}/>`;
const eyes = '<circle cx="41" cy="43" r="3.6" fill="currentColor"/><circle cx="59" cy="43" r="3.6" fill="currentColor"/>';

const moods = {
  idle: `${outline.square}${face}${eyes}<path d="M41 62c5 5 13 5 18 0" ${stroke}/>`,
  looking: `<g class="turning"><circle cx="50" cy="50" r="45" ${stroke} stroke-dasharray="70 24"/></g>${face}${eyes}`,
  retest: `${outline.diamond}<path d="M67 43a19 19 0 1 0 2 13" ${stroke}/><path d="M70 29v16H54" ${stroke}/>`,
  admitted: `${outline.circle}<path d="M28 52l16 16 29-34" ${line(11)}/>`,
  open_all: `${outline.circle}<path d="M28 50h42M54 32l18 18-18 18" ${line(10)}/>`,
  refused: `${outline.octagon}<path d="M33 33l34 34M67 33 33 67" ${line(11)}/>`,
  staff: `${outline.shield}${head}`,
  fault: `${outline.triangle}<path d="M50 36v24" ${line(9)}/><circle cx="50" cy="75" r="5.5" fill="currentColor"/>`,
};
moods.offline = moods.fault;

const asks = {
  come_closer: `<ellipse cx="50" cy="50" rx="14" ry="18" ${stroke}/><path d="M18 18l14 14M18 32V18h14M82 18 68 32M82 32V18H68M18 82l14-14M18 68v14h14M82 82 68 68M82 68v14H68" ${line(5)}/>`,
  step_back: `${face}<path d="M16 50h-2M86 50h-2M27 50h-7M80 50h-7" ${stroke}/>${eyes}`,
  look_here: `<path d="M15 50c18-26 52-26 70 0-18 26-52 26-70 0z" ${stroke}/><circle cx="50" cy="50" r="11" fill="currentColor"/>`,
  hold_still: `${face}${eyes}<path d="M18 36v28M82 36v28" ${stroke}/>`,
  more_light: `<circle cx="50" cy="50" r="16" ${stroke}/><path d="M50 16v8M50 76v8M16 50h8M76 50h8M26 26l6 6M68 68l6 6M74 26l-6 6M32 68l-6 6" ${stroke}/>`,
  take_off_glasses: `<circle cx="32" cy="54" r="13" ${stroke}/><circle cx="68" cy="54" r="13" ${stroke}/><path d="M45 52c3-3 7-3 10 0M19 50l-4-8M81 50l4-8" ${stroke}/><path d="M50 34V16M42 23l8-8 8 8" ${stroke}/>`,
  lower_mask: `${face}${eyes}<path d="M29 57h42l-4 14c-8 10-26 10-34 0z" fill="currentColor"/><path d="M84 50v26M76 69l8 8 8-8" ${line(6)}/>`,
  show_mask: `${face}${eyes}<path d="M29 54h42l-4 15c-8 10-26 10-34 0z" fill="currentColor"/>`,
  one_at_a_time: `${head}<path d="M84 26v26M79 31l5-5" ${line(6)}/>`,
  wait: `<path d="M32 20h36M32 80h36M36 20c0 18 12 20 14 30-2 10-14 12-14 30M64 20c0 18-12 20-14 30 2 10 14 12 14 30" ${stroke}/>`,
};

export function icon(mood, asked) {
  const drawing = mood === 'guiding' ? outline.square + (asks[asked] ?? face + eyes) : moods[mood];
  return `<g>${drawing}</g>`;
}
