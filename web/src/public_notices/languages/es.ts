import type { Phrases } from '../words';

export default {
  title: 'Avisos',
  title_of: 'Avisos: {city}',
  language: 'Idioma',
  looking: 'Un momento…',
  at_place: 'Lo que rige en este lugar: {code}.',
  all: 'Todos los avisos de la ciudad',
  none: 'Ahora no hay ningún aviso vigente.',
  unknown: 'Este lugar no se conoce aquí.',
  unknown_do: 'La dirección indica {code}. Compárela con el letrero o lea todos los avisos de la ciudad.',

  as_of: 'Vigente: {time}. La página se actualiza cada minuto.',
  stale_asking: 'Vigente: {time}. Buscando novedades…',
  stale_away: 'En este momento no hay conexión. Esto estaba vigente: {time}.',
  stale_server: 'El servicio no responde en este momento. Esto estaba vigente: {time}.',
  away: 'En este momento no hay conexión.',
  server: 'El servicio no responde en este momento. Inténtelo de nuevo en unos minutos.',
  try_again: 'Intentar de nuevo',

  urgent: 'Urgente',
  from: 'De',
  published: 'Publicado',
  until: 'Hasta',
  not_yours: 'Este aviso no está escrito en su idioma. Idioma del texto: {language}.',
  in_other: 'Idiomas de este aviso',
  more: 'Mostrar más',
  local_time: 'Los días y las horas son los de la ciudad: {zone}.',

  print: 'Imprimir como cartel',
  scan: 'Lo que está vigente ahora, en su idioma:',
  code_picture: 'Código que lleva a esta página',
} satisfies Phrases;
