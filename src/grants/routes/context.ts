import type { FieldErrors } from '../../kernel/decision.ts';
import type { AppContext } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import type { GrantRefusal } from '../model/agreement.ts';
import { type Agreement, versionOf } from '../model/whole.ts';
import type { DocumentLink } from '../pages/props.ts';
import { type SignatureProof, signatureProvider } from '../signing.ts';
import { documentOf, documentsOf } from '../store/documents.ts';
import type { SignCommand } from '../store/sign.ts';

export type Reply = Response | Promise<Response>;

/** What the page says of what was just sent. */
export interface Shown {
  readonly status?: 200 | 409 | 422;
  readonly refusal?: GrantRefusal;
  readonly errors?: FieldErrors;
  readonly typed?: Readonly<Record<string, string>>;
}

export type Outcome = { readonly refusal: GrantRefusal | null } | null;

export const typedOf = (data: FormData): Record<string, string> =>
  Object.fromEntries([...data.entries()].map(([name, value]) => [name, String(value)]));

const KIND_WORDS = { 'to-sign': 'à signer', signed: 'signée' } as const;

export async function documentLinks(kernel: Kernel, agreement: Agreement, base: string): Promise<DocumentLink[]> {
  const lines = await documentsOf(kernel.db, agreement.id);
  return [...lines].reverse().map(({ version, kind, sha256 }) => ({
    label: `Version ${version}, ${KIND_WORDS[kind]} (PDF)`,
    href: `${base}/versions/${version}/${kind === 'signed' ? 'signee' : 'a-signer'}.pdf`,
    sha256,
  }));
}

/** 404 until the document is printed. */
export async function sendDocument(c: AppContext, kernel: Kernel, agreement: Agreement, name: string) {
  const kind = name === 'signee.pdf' ? 'signed' : name === 'a-signer.pdf' ? 'to-sign' : null;
  const number = Number(c.req.param('number'));
  const document =
    kind && Number.isSafeInteger(number) ? await documentOf(kernel.db, agreement.id, number, kind) : null;
  if (document === null) return c.notFound();
  return c.body(new Uint8Array(document.content), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `inline; filename="${agreement.number}-v${number}.pdf"`,
  });
}

/** Asked of the provider before anything is locked; `null`: it does not vouch for this person. */
export function proofOf(
  { config }: Kernel,
  agreement: Agreement,
  command: SignCommand,
  personName: string,
): Promise<SignatureProof | null> {
  return signatureProvider(config).prove({
    reference: `${agreement.id}/${command.version}/${command.signer}/${command.personId}`,
    agreementNumber: agreement.number,
    version: command.version,
    textSha256: versionOf(agreement, command.version)?.textSha256 ?? '',
    organisation: command.signer,
    personId: command.personId,
    personName,
    at: command.at,
  });
}
