import { type AppContext, viewerOf } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { storeFormFile, uploadRefusalText } from '../../uploads/index.ts';

/** A file sent with its form, or the end of a resumable upload: its identifier, or why it is refused. */
export async function receive(c: AppContext, kernel: Kernel, form: FormData, field: string) {
  const upload = form.get('televersement');
  if (typeof upload === 'string') return upload;
  const file = form.get(field);
  if (!(file instanceof File) || file.size === 0) return { text: 'Choisissez un fichier à joindre.' };
  const { personId, email } = viewerOf(c);
  const stored = await storeFormFile(kernel, { personId, email }, file, c.var.receivedAt);
  return stored.refusal ? { text: uploadRefusalText(stored.refusal) } : stored.changes.uploadId;
}

/** What was typed, to show it again; never a number that names an account. */
export const typedOf = (data: FormData): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...data.entries()].flatMap(([name, value]) =>
      typeof value === 'string' && name !== 'iban' ? [[name, value]] : [],
    ),
  );
