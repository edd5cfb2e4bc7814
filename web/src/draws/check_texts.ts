import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'How everybody can check that the list was not chosen', zh: '如何核对名单不是挑选出来的' },
  lead: {
    en: 'Nobody has to trust the office. Before the draw it published three things that hold each other fast. Whoever has them draws the same list again at home, and sees whether anything was changed.',
    zh: '不需要信任经办单位。抽取之前公布的三样东西互相制约，任何人都可以据此自行重新抽取，得到同一份名单，并看出是否有改动。',
  },
  frame: { en: 'What could be drawn', zh: '抽样框：可能被抽中的全部对象' },
  frame_says: {
    en: 'Everything that could be drawn stands in one text, the frame, with ids that name nobody. This number is its digest, a kind of fingerprint: if one line is added, left out or changed, the fingerprint is another one.',
    zh: '所有可能被抽中的对象列在一份文本（抽样框）中，只有编号，没有姓名。下面的数字是它的摘要，相当于指纹：增加、删除或改动任何一行，指纹都会不同。',
  },
  secret: { en: 'The secret', zh: '密钥' },
  secret_says: {
    en: 'A random secret helps to decide who is drawn. Until the reveal only its fingerprint is known, so that nobody is warned and the office cannot exchange the secret for another one.',
    zh: '抽中谁由一个随机密钥参与决定。公布之前只公开它的指纹：既不会有人提前知道名单，经办单位也无法更换密钥。',
  },
  public_value: { en: 'The public value', zh: '公开值' },
  public_says: {
    en: 'A value from elsewhere is mixed in that nobody could know when the secret was fixed, such as the numbers of a lottery. So the office could not try secrets until one draws the list it likes. Look up yourself whether the value is right.',
    zh: '还要加入一个外部数值（例如彩票开奖号码），在确定密钥时谁也不可能知道。因此经办单位无法反复更换密钥来挑选名单。该数值是否正确，请自行查证。',
  },
  public_named: { en: 'Named beforehand', zh: '事先约定' },
  public_was: { en: 'It was', zh: '实际数值' },
  public_none: {
    en: 'No public value was named. The list can be drawn again, but nobody can rule out that secrets were tried until one fitted.',
    zh: '未约定公开值。名单可以重新抽出，但无法排除反复更换密钥以挑选名单的可能。',
  },
  digest: { en: 'Digest (SHA-256)', zh: '摘要（SHA-256）' },
  secret_was: { en: 'The secret was', zh: '密钥为' },
  not_yet: { en: 'not revealed yet', zh: '尚未公布' },
  not_stopped: {
    en: 'What this does not stop: somebody who was left out of the frame before it was published (whoever knows their own id can look), an office that never reveals a draw, and one that tells a friend once the list is known.',
    zh: '这种做法防不住的情况：公布前就未列入抽样框（知道自己编号的人可以查看）、作出承诺却一直不公布，以及名单产生后走漏消息。',
  },
  do_it: { en: 'Check it yourself', zh: '自行核对' },
  files: { en: '1. Take the files into one folder', zh: '1. 将文件下载到同一文件夹' },
  file_frame: { en: 'Frame', zh: '抽样框' },
  file_commitment: { en: 'Commitment', zh: '承诺' },
  file_reveal: { en: 'Reveal', zh: '公布内容' },
  file_says: { en: '{what} ({file})', zh: '{what}（{file}）' },
  digests: { en: '2. Compare the digests with those above', zh: '2. 与上面的摘要对比' },
  redraw: { en: '3. Draw the list again with Ward', zh: '3. 用 Ward 重新抽取名单' },
  redraw_says: { en: 'It prints the same list as stands below, in the same order, with the same keys. Should anything have been changed, it says what and prints nothing.', zh: '输出的名单应与下方一致：顺序相同，排序码相同。如有改动，程序会说明原因，不输出名单。' },
  shell: { en: 'Or without Ward, with what every Linux or macOS has', zh: '或不用 Ward，只用系统自带工具（Linux、macOS）' },
  shell_says: { en: 'Slower, but nothing of ours is in it. On macOS write “shasum -a 256” in place of “sha256sum”.', zh: '较慢，但不依赖本系统的任何程序。macOS 上请将 “sha256sum” 换成 “shasum -a 256”。' },
  sealed: { en: 'Until the reveal the frame alone can be compared. Keep the commitment: what is revealed is held against it.', zh: '公布之前只能核对抽样框。请保存承诺，公布后据此核对。' },
  copy: { en: 'Copy', zh: '复制' },
});
