import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  meant_not: { en: 'This is not meant ({status}): nobody has to act on it.', zh: '这是{status}消息，无需采取行动。' },
  message_only: { en: 'This is a message about another warning; it warns of nothing itself.', zh: '这是关于其他预警的消息，本身不构成预警。' },
  over: { en: 'This warning does not stand any more.', zh: '该预警已失效。' },
  foreign: { en: 'The warning has no English text: this is its text in {language}.', zh: '该预警没有中文内容，以下为{language}内容。' },
  language: { en: 'Language of the text', zh: '内容语言' },
  event: { en: 'Event', zh: '事件' },
  until: { en: 'Until', zh: '截止时间' },
  instruction: { en: 'What to do', zh: '应对措施' },
  areas: { en: 'Where', zh: '地区' },
  facts: { en: 'The message', zh: '消息' },
  identifier: { en: 'Identifier', zh: '编号' },
  sent: { en: 'Sent', zh: '发布时间' },
  received: { en: 'Taken in', zh: '接收时间' },
  order: { en: 'Give an order about it', zh: '据此下达指令' },
});
