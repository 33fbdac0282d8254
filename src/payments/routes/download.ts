import { factsOf } from '../../kernel/file-facts.ts';
import type { AppContext } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { sendFile } from '../../kernel/send-file.ts';
import type { PaymentRequest } from '../model/request.ts';

/** Only what this request shows is served. */
export async function download(c: AppContext, { db, files }: Kernel, request: PaymentRequest) {
  const sha256 = c.req.param('sha256');
  const evidence = request.evidence.find((item) => item.sha256 === sha256)?.name;
  const name = evidence ?? request.lines.find((line) => line.sha256 === sha256)?.fileName;
  const facts = name && sha256 ? await factsOf(db, sha256) : null;
  return name && facts ? sendFile(c, files, facts, name) : c.notFound();
}
