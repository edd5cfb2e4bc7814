import { ElMessage } from 'element-plus';
import { t } from './texts';

/** Puts a text where it can be pasted from, and says so, or why not. */
export async function copied(value: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(value);
    ElMessage.success(t('copied'));
  } catch {
    ElMessage.warning(t('copy_failed'));
  }
}
