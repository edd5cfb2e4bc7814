// What the page of notices says. Another language is another file beside this one, named by its BCP 47 code; it says every
// key. {names} stay as they are.
export default {
  title: 'Notices',
  title_of: 'Notices: {city}',
  language: 'Language',
  looking: 'One moment…',
  at_place: 'What holds at this place: {code}.',
  all: 'All notices of the city',
  none: 'No notice is in force now.',
  unknown: 'This place is not known here.',
  unknown_do: 'The address says {code}. Please compare it with the sign, or read all notices of the city.',

  as_of: 'In force on {time}. The page looks again every minute.',
  stale_asking: 'In force on {time}. Looking for what is new…',
  stale_away: 'There is no connection now. This was in force on {time}.',
  stale_server: 'The service does not answer now. This was in force on {time}.',
  away: 'There is no connection now.',
  server: 'The service does not answer now. Please try again in a few minutes.',
  try_again: 'Try again',

  urgent: 'Urgent',
  from: 'From',
  published: 'Published',
  until: 'Until',
  not_yours: 'This notice is not written in your language. Language of the text: {language}.',
  in_other: 'Languages of this notice',
  more: 'Show more',
  local_time: 'Days and hours are those of the city: {zone}.',

  print: 'Print as a poster',
  scan: 'What is in force now, in your language:',
  code_picture: 'Code that leads to this page',
} as const;
