import { z } from 'zod';
import type { Config } from '../kernel/config.ts';
import type { Instant } from '../kernel/instant.ts';

export type SignatureLevel = 'simple' | 'advanced' | 'qualified';

export interface SignatureRequest {
  /** Stable for one person and one version: a provider asked twice answers the same. */
  readonly reference: string;
  readonly agreementNumber: string;
  readonly version: number;
  /** What is signed: SHA-256 of the canonical text, hexadecimal. */
  readonly textSha256: string;
  readonly organisation: string;
  readonly personId: string;
  readonly personName: string;
  readonly at: Instant;
}

export interface SignatureProof {
  readonly provider: string;
  readonly level: SignatureLevel;
  readonly proof: Readonly<Record<string, unknown>>;
}

/** The port: who vouches that this person signed this text. The rest (right, version, deadline) is ours to judge. */
export interface SignatureProvider {
  readonly name: string;
  /** What a person reads before signing. */
  readonly notice: string;
  /** `null`: it does not vouch for it. A network error as it is. */
  prove(request: SignatureRequest): Promise<SignatureProof | null>;
}

/**
 * The default: identity of the account, name typed by its holder, instant. A simple electronic signature
 * (eIDAS regulation, article 3, 10); its evidence is the journal.
 */
export const typedName: SignatureProvider = {
  name: 'typed-name',
  notice:
    'Vous signez en tapant votre nom. Votre compte, l’instant et l’empreinte du texte sont enregistrés avec votre signature.',
  prove: async ({ personId, at }) => ({
    provider: 'typed-name',
    level: 'simple',
    proof: { personId, at: at.toISOString() },
  }),
};

const TIMEOUT_MS = 20_000;
const MAX_PROOF = 200_000;

const answerShape = z.object({
  level: z.enum(['advanced', 'qualified']),
  textSha256: z.string(),
  certificateSubject: z.string().min(1).max(500),
  /** The provider's own evidence, base64: kept as it came. */
  evidence: z.string().min(1).max(MAX_PROOF),
});

/** A trust service provider behind the operator's gateway: one signed request, one answer that names the same hash. */
export const gatewayProvider = (url: string, token: string): SignatureProvider => ({
  name: new URL(url).host,
  notice: `Votre signature est recueillie par ${new URL(url).host}, prestataire de confiance choisi par l’opérateur.`,
  prove: async (request) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ ...request, at: request.at.toISOString() }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      redirect: 'error',
    });
    if (response.status === 403 || response.status === 404) return null;
    if (!response.ok) throw new Error(`the signature provider answered ${response.status}`);
    const answer = answerShape.safeParse(await response.json());
    if (!answer.success || answer.data.textSha256 !== request.textSha256) return null;
    const { level, certificateSubject, evidence } = answer.data;
    return { provider: new URL(url).host, level, proof: { certificateSubject, evidence } };
  },
});

export const signatureProvider = (config: Pick<Config, 'SIGNATURE_URL' | 'SIGNATURE_TOKEN'>): SignatureProvider =>
  config.SIGNATURE_URL ? gatewayProvider(config.SIGNATURE_URL, config.SIGNATURE_TOKEN ?? '') : typedName;
