import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Take a warning in', zh: '接收预警' },
  file: { en: 'File (CAP 1.2 or 1.1)', zh: '文件（CAP 1.2 或 1.1）' },
  drop: { en: 'It can also be dropped here. At most 4 MiB.', zh: '也可拖放到此处，不超过 4 MiB。' },
  chosen: { en: 'Chosen: {name}', zh: '已选择：{name}' },
  leave_out: { en: 'Leave it out', zh: '移除' },
  xml: { en: 'Or the XML itself', zh: '或粘贴 XML 内容' },
  unverified: { en: 'A signature in it is not verified: take in only what comes from a sender whom you know.', zh: '不会验证其中的数字签名，只接收来源可靠的预警。' },
  need: { en: 'Choose a file or paste the XML.', zh: '须选择文件或粘贴 XML 内容。' },
  too_large: { en: '{name} is larger than 4 MiB.', zh: '{name} 超过 4 MiB。' },
  unreadable: { en: '{name} cannot be read.', zh: '无法读取 {name}。' },
  one_file: { en: 'One file at a time: {count} were dropped.', zh: '每次只能接收一个文件，您拖放了 {count} 个。' },
  cancel: { en: 'Cancel', zh: '取消' },
  take: { en: 'Take it in', zh: '接收' },
  taken: { en: 'The warning is taken in.', zh: '预警已接收。' },
});
