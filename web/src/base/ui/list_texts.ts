import { phrases } from '../i18n/i18n';

export const t = phrases({
  file: { en: 'CSV or XLSX file', zh: 'CSV 或 XLSX 文件' },
  check: { en: 'Read the file', zh: '读取文件' },
  rows: { en: 'Rows', zh: '行数' },
  unchanged: { en: 'Already so', zh: '无变化' },
  faulty: { en: 'Rows at fault', zh: '有误的行' },
  encoding: { en: 'Encoding', zh: '编码' },
  ignored: { en: 'Columns nobody asked for: {titles}', zh: '未使用的列：{titles}' },
  fault_row: { en: 'Row {row}', zh: '第 {row} 行' },
  faults_more: { en: 'Only the first {count} are listed.', zh: '仅列出前 {count} 条。' },
  store: { en: 'Store', zh: '保存' },
  store_good: { en: 'Store the rows that are well', zh: '仅保存无误的行' },
  stored: { en: 'Stored.', zh: '已保存。' },
  nothing_to_store: { en: 'The file changes nothing.', zh: '该文件没有任何变更。' },
  cancel: { en: 'Cancel', zh: '取消' },
});
