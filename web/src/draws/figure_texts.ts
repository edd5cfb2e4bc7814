import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'What it says of the whole', zh: '对总体的推断' },
  unseen: {
    en: 'Nothing can be estimated yet: of {strata} nobody was seen. An estimate stands here once somebody of every stratum was seen.',
    zh: '尚无法估计：{strata}中还没有见到任何对象。每个分层都见到至少一个对象后，这里将显示估计值。',
  },
  estimate: { en: 'An estimated {rate} % were declared as they should be.', zh: '估计有 {rate}% 如实申报。' },
  interval: {
    en: 'The true rate in the whole frame of {items} lies between {low} % and {high} %, with 95 % confidence: of 20 such draws about 19 give an interval that holds it.',
    zh: '在全部 {items} 个对象中，真实比率以 95% 的置信度介于 {low}% 与 {high}% 之间：即每 20 次这样的抽查中，约有 19 次的区间包含真实值。',
  },
  assumed: {
    en: 'This takes it that the {count} who were drawn and not seen are like those who were. Whoever does not open may differ.',
    zh: '此处假定抽中但未见到的 {count} 个对象与已见到的相同；而不开门的人可能并不相同。',
  },
  all_seen: { en: 'Everybody who was drawn was seen: nothing had to be assumed.', zh: '抽中的对象全部见到，无须作任何假定。' },
  worst: {
    en: 'Without that assumption: if none of them were declared the rate would be {low} %, if all were {high} %; with the chance of the draw it lies between {least} % and {most} %.',
    zh: '不作此假定：若他们都未申报，比率为 {low}%；若都已申报，比率为 {high}%；计入抽样误差后介于 {least}% 与 {most}% 之间。',
  },
  worst_alone: {
    en: 'What can be said without any assumption: if nobody of those not seen were declared the rate would be {low} %, if all were {high} %; with the chance of the draw it lies between {least} % and {most} %.',
    zh: '不作任何假定可以说的是：若未见到的对象都未申报，比率为 {low}%；若都已申报，比率为 {high}%；计入抽样误差后介于 {least}% 与 {most}% 之间。',
  },
  meanwhile: { en: 'The figures follow each visit. While visits are open they may lean towards whom the inspectors went to first.', zh: '数字随每次检查更新。检查尚未完成时，可能偏向先到访的对象。' },
  picture: { en: 'Picture of the estimate and the worst case; the text beside it says the same numbers.', zh: '估计值与最坏情形的示意图，数字与旁边的文字相同。' },
  row_estimate: { en: 'Estimate with its interval of 95 %', zh: '估计值及 95% 置信区间' },
  row_worst: { en: 'Worst case: none or all of those not seen', zh: '最坏情形：未见到的都未申报或都已申报' },
  tick: { en: '{percent} %', zh: '{percent}%' },
  begins: { en: 'The scale begins at {percent} %.', zh: '标尺从 {percent}% 开始。' },
  by_stratum: { en: 'By stratum', zh: '各分层' },
  stratum: { en: 'Stratum', zh: '分层' },
  items: { en: 'In the frame', zh: '抽样框' },
  drawn: { en: 'Drawn', zh: '抽中' },
  seen: { en: 'Seen', zh: '已见面' },
  declared: { en: 'Declared', zh: '如实申报' },
  rate: { en: 'Of those seen', zh: '占已见面' },
  part_declared: { en: 'declared', zh: '如实申报' },
  part_undeclared: { en: 'not declared', zh: '未如实申报' },
  part_unseen: { en: 'not seen', zh: '未见到' },
});
