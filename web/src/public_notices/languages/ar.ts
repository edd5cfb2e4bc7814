import type { Phrases } from '../words';

export const direction = 'rtl';

export default {
  title: 'إعلانات',
  title_of: 'إعلانات: {city}',
  language: 'اللغة',
  looking: 'لحظة من فضلك…',
  at_place: 'ما يسري في هذا المكان: {code}.',
  all: 'جميع إعلانات المدينة',
  none: 'لا يوجد إعلان سارٍ الآن.',
  unknown: 'هذا المكان غير معروف هنا.',
  unknown_do: 'المذكور في العنوان هو {code}. يُرجى مقارنته باللافتة، أو قراءة جميع إعلانات المدينة.',

  as_of: 'سارٍ في {time}. تُحدَّث هذه الصفحة كل دقيقة.',
  stale_asking: 'سارٍ في {time}. جارٍ البحث عن الجديد…',
  stale_away: 'لا يوجد اتصال الآن. كان هذا ساريًا في {time}.',
  stale_server: 'الخدمة لا تستجيب الآن. كان هذا ساريًا في {time}.',
  away: 'لا يوجد اتصال الآن.',
  server: 'الخدمة لا تستجيب الآن. يُرجى المحاولة بعد بضع دقائق.',
  try_again: 'أعد المحاولة',

  urgent: 'عاجل',
  from: 'الجهة',
  published: 'تاريخ النشر',
  until: 'حتى',
  not_yours: 'هذا الإعلان غير مكتوب بلغتك. لغة النص: {language}.',
  in_other: 'لغات هذا الإعلان',
  more: 'عرض المزيد',
  local_time: 'الأيام والساعات بتوقيت المدينة: {zone}.',

  print: 'طباعة كملصق',
  scan: 'ما يسري الآن، بلغتك:',
  code_picture: 'رمز يقود إلى هذه الصفحة',
} satisfies Phrases;
