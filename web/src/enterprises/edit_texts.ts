import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  edit_title: { en: 'Change the enterprise', zh: '修改企业' },
  unit_search: { en: 'Code or name', zh: '编号或名称' },
  unit_hint: { en: 'An enterprise or a workshop of the pyramid, or the unit in which a small shop stands.', zh: '企业或车间单元；没有单元的小店填所在单元。' },
  code_hint: { en: '18 characters; empty if there is none', zh: '18 位；没有则留空' },
  premises: { en: 'House', zh: '所在房屋' },
  house_search: { en: 'Code or address', zh: '编号或地址' },
  another_house: { en: 'another house', zh: '另一处房屋' },
  site: { en: 'Site with its own gates', zh: '自有测温门所在场所' },
  site_none: { en: 'none', zh: '无' },
  need_unit: { en: 'Choose the unit.', zh: '请选择单元。' },
  need_name: { en: 'Enter a name.', zh: '请输入名称。' },
  cancel: { en: 'Cancel', zh: '取消' },
  save: { en: 'Save', zh: '保存' },
  saved: { en: 'Saved.', zh: '已保存。' },
});
