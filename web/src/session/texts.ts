import { phrases } from '../base/i18n/i18n';

export const t = phrases({
  title: { en: 'Log in', zh: '登录' },
  welcome: { en: 'Gate console', zh: '门禁控制台' },
  purpose: {
    en: 'Who comes in, how warm they are, and why a gate opened or stayed shut.',
    zh: '谁来过、体温多少、闸机为何开启或保持关闭，一目了然。',
  },
  name: { en: 'User name', zh: '用户名' },
  password: { en: 'Password', zh: '密码' },
  submit: { en: 'Log in', zh: '登录' },
  need_name: { en: 'Enter your user name.', zh: '请输入用户名。' },
  need_password: { en: 'Enter your password.', zh: '请输入密码。' },
  wait: { en: 'Too many attempts. You can try again in {seconds} s.', zh: '尝试次数过多，请在 {seconds} 秒后重试。' },
  log_out: { en: 'Log out', zh: '退出登录' },
  own_password: { en: 'Change password', zh: '修改密码' },
  old_password: { en: 'Current password', zh: '当前密码' },
  new_password: { en: 'New password', zh: '新密码' },
  repeat_password: { en: 'New password again', zh: '再次输入新密码' },
  password_rule: {
    en: 'At least 10 characters. Every other session of yours ends when it changes.',
    zh: '至少 10 个字符。修改后，您的其他登录会话将全部结束。',
  },
  too_short: { en: 'The new password needs at least 10 characters.', zh: '新密码至少需要 10 个字符。' },
  not_same: { en: 'The two new passwords are not the same.', zh: '两次输入的新密码不一致。' },
  need_old: { en: 'Enter your current password.', zh: '请输入当前密码。' },
  changed: { en: 'Your password has been changed.', zh: '密码已修改。' },
  save: { en: 'Change password', zh: '修改密码' },
  role_administrator: { en: 'Administrator', zh: '管理员' },
  role_office: { en: 'Office', zh: '办公室' },
  role_guard: { en: 'Guard', zh: '门卫' },
  role_auditor: { en: 'Auditor', zh: '审计员' },
});
