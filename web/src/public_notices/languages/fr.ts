import type { Phrases } from '../words';

export default {
  title: 'Avis',
  title_of: 'Avis : {city}',
  language: 'Langue',
  looking: 'Un instant…',
  at_place: 'Ce qui s’applique à ce lieu : {code}.',
  all: 'Tous les avis de la ville',
  none: 'Aucun avis n’est en vigueur actuellement.',
  unknown: 'Ce lieu n’est pas connu ici.',
  unknown_do: 'L’adresse indique {code}. Comparez-la avec le panneau, ou lisez tous les avis de la ville.',

  as_of: 'En vigueur, {time}. La page se met à jour chaque minute.',
  stale_asking: 'En vigueur, {time}. Recherche des nouveautés…',
  stale_away: 'Il n’y a pas de connexion actuellement. Voici ce qui était en vigueur, {time}.',
  stale_server: 'Le service ne répond pas actuellement. Voici ce qui était en vigueur, {time}.',
  away: 'Il n’y a pas de connexion actuellement.',
  server: 'Le service ne répond pas actuellement. Réessayez dans quelques minutes.',
  try_again: 'Réessayer',

  urgent: 'Urgent',
  from: 'Émis par',
  published: 'Publié',
  until: 'Jusqu’au',
  not_yours: 'Cet avis n’existe pas dans votre langue. Langue du texte : {language}.',
  in_other: 'Langues de cet avis',
  more: 'Afficher la suite',
  local_time: 'Les jours et les heures sont ceux de la ville : {zone}.',

  print: 'Imprimer comme affiche',
  scan: 'Ce qui est en vigueur maintenant, dans votre langue :',
  code_picture: 'Code qui mène à cette page',
} satisfies Phrases;
