import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Sites', zh: '场所' },
  add: { en: 'Add a site', zh: '添加场所' },
  edit: { en: 'Edit', zh: '编辑' },
  edit_title: { en: 'Site', zh: '场所' },
  name: { en: 'Name', zh: '名称' },
  zone: { en: 'Time zone', zh: '时区' },
  zone_hint: { en: 'The days and times of this site are shown in this zone.', zh: '本场所的日期和时间按此时区显示。' },
  days: { en: 'Days a picture is kept', zh: '抓拍保存天数' },
  days_hint: { en: '0: no picture is kept. After its days a picture is deleted for good.', zh: '0 表示不保存。到期后抓拍将被永久删除。' },
  unit: { en: 'Unit', zh: '所属单元' },
  unit_none: { en: 'none', zh: '无' },
  unit_hint: { en: 'A fever at its gates becomes an incident of this unit.', zh: '闸机发现发热时，会自动成为该单元的事件。' },
  people: { en: 'People', zh: '人员' },
  people_value: { en: '{people}, with a face: {templates}', zh: '{people} 人，其中 {templates} 人已登记人脸' },
  need_name: { en: 'Enter a name.', zh: '请输入名称。' },
  cancel: { en: 'Cancel', zh: '取消' },
  save: { en: 'Save', zh: '保存' },
  saved: { en: '{name} has been saved.', zh: '已保存 {name}。' },
});
