import { createHash } from 'node:crypto';
import type { Kernel } from '../../kernel/kernel.ts';
import { post } from '../../kernel/mail.ts';

export type LetterKind = 'verify' | 'already-registered' | 'reset' | 'magic-link' | 'password-changed';

interface Text {
  readonly subject: string;
  readonly text: string;
}

/** The same token sends once, whatever is retried. */
export async function sendLetter(
  kernel: Kernel,
  kind: LetterKind,
  person: { readonly email: string; readonly name?: string },
  token: string,
): Promise<void> {
  const { subject, text } = letter(kind, kernel.config.PUBLIC_URL, person.name ?? '', token);
  const digest = createHash('sha256').update(token).digest('hex').slice(0, 32);
  await kernel.db
    .transaction()
    .execute((tx) =>
      post(
        tx,
        kernel.jobs,
        { to: person.email, subject, text, about: `identity.${kind}`, onceKey: `identity.${kind}:${digest}` },
        kernel.clock.now(),
      ),
    );
}

function letter(kind: LetterKind, site: string, name: string, token: string): Text {
  const hello = name ? `Bonjour ${name},` : 'Bonjour,';
  const link = (path: string) => `${site}${path}?${new URLSearchParams({ jeton: token })}`;
  switch (kind) {
    case 'verify':
      return {
        subject: 'Confirmez votre adresse électronique',
        text: `${hello}\n\nUn compte Deffinum a été demandé avec cette adresse. Pour le confirmer, ouvrez ce lien dans les 24 heures :\n\n${link('/inscription/confirmer')}\n\nSi cette demande ne vient pas de vous, ne faites rien : le compte ne pourra pas servir.\n`,
      };
    case 'already-registered':
      return {
        subject: 'Vous avez déjà un compte Deffinum',
        text: `${hello}\n\nUne inscription vient d’être demandée avec cette adresse, qui a déjà un compte. Pour vous connecter :\n\n${site}/connexion\n\nMot de passe oublié ? ${site}/mot-de-passe-oublie\n\nSi cette demande ne vient pas de vous, ne faites rien : votre compte n’a pas changé.\n`,
      };
    case 'reset':
      return {
        subject: 'Choisissez un nouveau mot de passe',
        text: `${hello}\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans l’heure :\n\n${link('/mot-de-passe-oublie/nouveau')}\n\nVos sessions ouvertes ailleurs seront fermées. Si cette demande ne vient pas de vous, ne faites rien : votre mot de passe n’a pas changé.\n`,
      };
    case 'password-changed':
      return {
        subject: 'Votre mot de passe a changé',
        text: `${hello}\n\nLe mot de passe de votre compte Deffinum vient d’être changé, et vos sessions ouvertes ailleurs ont été fermées.\n\nSi ce n’est pas vous, choisissez tout de suite un nouveau mot de passe : ${site}/mot-de-passe-oublie\n`,
      };
    case 'magic-link':
      return {
        subject: 'Votre lien de connexion',
        text: `${hello}\n\nPour vous connecter à Deffinum, ouvrez ce lien dans les 15 minutes. Il ne sert qu’une fois :\n\n${link('/connexion/lien')}\n\nSi cette demande ne vient pas de vous, ne faites rien : personne ne peut se connecter sans ce message.\n`,
      };
  }
}
