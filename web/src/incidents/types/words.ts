// Words for what a type says.
import { inLanguage, type Field } from '../../base/form/field';
import { t as kinds } from '../../base/form/texts';
import { listed } from '../../base/listed';
import { showNumber } from '../../base/numbers';
import type { IncidentType } from '../catalogue';
import { t as platforms } from '../report_texts';
import { t as urgencies } from '../texts';
import { partsOf, typedTerm, type Term } from './terms';
import { t } from './texts';
import { dueOf, passes, type Key, type Stage } from './type_form';

export const platformWord = (platform: IncidentType['platform']) => platforms(`platform_${platform}`);
export const urgencyWord = (urgency: IncidentType['urgency']) => urgencies(`urgency_${urgency}`);
export const opennessWord = (openness: IncidentType['openness']) => t(`openness_${openness ?? 'none'}`);

/** What must be done in a stage, and who does it. */
export function dueName({ verify, check }: Pick<IncidentType, 'verify' | 'check'>, stage: Stage): string {
  if (stage === 'accepted' && verify) return t('due_accepted_verify');
  return stage === 'feedback' && check ? t('due_feedback_check') : t(dueOf(stage));
}
export function termWords(term: Term): string {
  const { amount = 0, pace } = partsOf(typedTerm(term));
  return t(`term_${pace}`, { amount: showNumber(amount) });
}

/** In both languages: what is stored is stored in both. */
export function questionWords({ name, kind, required, choices = [] }: Field): string {
  const question = t(required ? 'question_must' : 'question_is', { ...name, kind: kinds(`kind_${kind}`) });
  return kind === 'choice' ? t('question_choices', { question, choices: listed(choices.map((choice) => t('choice', choice.name))) }) : question;
}

export function keyName(type: Pick<IncidentType, 'verify' | 'check'>, key: Key): string {
  return key.startsWith('due_') ? dueName(type, key.slice(4) as Stage) : t(key as Exclude<Key, `due_${Stage}`>);
}

/** What a type says at a place of its form; '' where it says nothing. */
export function keyWords(type: IncidentType, key: Key): string {
  if (key.startsWith('due_')) {
    const term = passes(type, key.slice(4)) ? type.deadlines[key.slice(4)] : undefined;
    return term ? termWords(term) : '';
  }
  switch (key) {
    case 'name_zh':
      return type.name.zh;
    case 'name_en':
      return type.name.en;
    case 'platform':
      return platformWord(type.platform);
    case 'urgency':
      return urgencyWord(type.urgency);
    case 'openness':
      return opennessWord(type.openness);
    case 'verify':
      return type.verify ? t('verify_yes') : t('no');
    case 'check':
      return type.check ? t('check_yes') : t('no');
    case 'questions':
      return listed(type.form.map(({ name }) => inLanguage(name)));
    default:
      return type.code;
  }
}
