// What is not to be done by accident is asked first, with what will become of it; then it is done, and said.
import { ElMessage, ElMessageBox } from 'element-plus';
import { t } from './texts';

/** `grave`: it cannot be undone. */
export async function isSure(title: string, what: string, does: string, { grave = true } = {}): Promise<boolean> {
  const options = { confirmButtonText: does, cancelButtonText: t('cancel'), ...(grave && { confirmButtonClass: 'el-button--danger' }), type: grave ? 'warning' : 'info' } as const;
  return ElMessageBox.confirm(what, title, options).then(() => true, () => false);
}

/** Does it and says so, or says why not. */
export async function said(work: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await work();
    ElMessage.success(done);
  } catch (error) {
    ElMessage.error((error as Error).message);
  }
}
