/**
 * For a dialog that has opened: the keyboard goes to its first field, not to its closing cross; and stays where it is when
 * somebody has begun to type in another one while the dialog was still opening.
 */
export function focusField(id: string): void {
  const field = document.getElementById(id);
  const form = field?.closest('form');
  const typing = document.activeElement?.matches('input, textarea') && form?.contains(document.activeElement);
  if (!typing) field?.focus();
}
