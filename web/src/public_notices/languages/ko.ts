import type { Phrases } from '../words';

export default {
  title: '공지',
  title_of: '공지: {city}',
  language: '언어',
  looking: '잠시만 기다려 주세요…',
  at_place: '이 장소에 적용되는 공지입니다: {code}.',
  all: '시 전체 공지',
  none: '현재 시행 중인 공지가 없습니다.',
  unknown: '등록되지 않은 장소입니다.',
  unknown_do: '주소에 적힌 장소는 {code}입니다. 안내판과 비교해 보시거나 시 전체 공지를 읽어 주세요.',

  as_of: '{time} 기준입니다. 이 페이지는 1분마다 새로 고쳐집니다.',
  stale_asking: '{time} 기준입니다. 새 공지를 확인하고 있습니다…',
  stale_away: '지금은 연결되어 있지 않습니다. {time} 기준 내용입니다.',
  stale_server: '지금은 서비스가 응답하지 않습니다. {time} 기준 내용입니다.',
  away: '지금은 연결되어 있지 않습니다.',
  server: '지금은 서비스가 응답하지 않습니다. 몇 분 뒤에 다시 시도해 주세요.',
  try_again: '다시 시도',

  urgent: '긴급',
  from: '발표 기관',
  published: '발표 시각',
  until: '기한',
  not_yours: '이 공지는 선택하신 언어로 작성되지 않았습니다. 표시된 언어: {language}.',
  in_other: '이 공지의 언어',
  more: '더 보기',
  local_time: '날짜와 시각은 현지 시간입니다: {zone}.',

  print: '포스터로 인쇄',
  scan: '지금 시행 중인 공지를 여러 언어로 볼 수 있습니다:',
  code_picture: '이 페이지로 연결되는 코드',
} satisfies Phrases;
