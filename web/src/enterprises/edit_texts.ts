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
  import: { en: 'Import a list', zh: '导入名单' },
  import_title: { en: 'Import a list of enterprises', zh: '导入企业名单' },
  import_hint: {
    en: 'A row for each enterprise, with titles in Chinese or English: credit code, unit (its code), name, kind (factory, shop, restaurant, hotel, market, building site, office, other), premises (code of the house). An enterprise is known by its credit code, without one by its unit and name. What is empty or in no row stays as it is, and so do applications and approvals. The file is read first and nothing is stored.',
    zh: '每家企业一行，首行为中文或英文标题：统一社会信用代码、单元编号、企业名称、行业（工厂、商店、餐饮、住宿、市场、工地、办公、其他）、房屋编号。有信用代码的按代码识别，没有的按所属单元和名称识别。空单元格和未列出的企业保持不变，申请和审批情况也不受影响。先读取核对，不会保存。',
  },
  new_enterprises: { en: 'New enterprises', zh: '新增企业' },
  changed_enterprises: { en: 'Changed enterprises', zh: '变更企业' },
});
