// ODK XForms of the mock: as much of one as tells a form from what is none. The server reads them truly.
import { Refusal } from './answers.mjs';

const KINDS = { string: 'text', int: 'number', decimal: 'number', date: 'date', boolean: 'yes_no', select1: 'choice', binary: 'picture' };
const both = (text) => ({ en: text, zh: text });

export const formRoutes = {
  'POST /forms/xform': ({ text }) => {
    if (!/<(h:)?html[\s>]/.test(text)) throw new Refusal(400, 'xform.malformed', 'This is no XForm: line 1 is no XML.', '这不是 XForm 文件：第 1 行不是 XML。', 'body');
    const binds = [...text.matchAll(/<bind nodeset="([^"]+)" type="([^"]+)"(?: required="(true)")?/g)].map(([, path, type, required]) => ({ path, type, required: required === 'true' }));
    const asked = binds.filter(({ type }) => KINDS[type]);
    const label = (path) => new RegExp(`ref="${path}"[^>]*>\\s*<label>([^<]*)`).exec(text)?.[1] ?? path;
    const items = (path) => [...(new RegExp(`<select1 ref="${path}".*?</select1>`, 's').exec(text)?.[0] ?? '').matchAll(/<item><label>([^<]*)<\/label><value>([^<]*)/g)].map(([, name, value]) => ({ value, name: both(name) }));
    return {
      title: /<h:title>([^<]*)/.exec(text)?.[1] ?? '',
      form: asked.map(({ path, type, required }) => ({ key: path.split('/').at(-1), name: both(label(path)), kind: KINDS[type], required, ...(type === 'select1' && { choices: items(path) }) })),
      left_out: binds.filter(({ type }) => !KINDS[type]).map(({ path, type }) => ({ name: path, why: { en: `Questions of the kind ${type} are not asked here.`, zh: `不支持类型为 ${type} 的问题。` } })),
    };
  },
};
