import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Clock } from '../kernel/clock.ts';
import { isUnavailable } from '../kernel/db.ts';
import { isDiskFull } from '../kernel/files.ts';
import type { AppEnv } from '../kernel/http.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { WorldGone } from '../kernel/rehearsal.ts';
import { ProblemPage } from '../ui/problem.tsx';
import { viewOf } from '../ui/view.ts';

/** What a person reads when a request has no page, or broke. */
export function answerProblems(app: Hono<AppEnv>, { config, clock }: Kernel): void {
  app.notFound((c) =>
    c.html(
      <ProblemPage
        view={viewOf(c, config.DEMO)}
        title="Page introuvable"
        text="Cette page n’existe pas, ou votre compte n’y donne pas accès. Vérifiez l’adresse, ou connectez-vous avec un autre compte."
      />,
      404,
    ),
  );
  app.onError(async (error, c) => {
    const judged = statusOf(error);
    const status = judged === 500 && (await isBetweenWorlds(clock)) ? 503 : judged;
    if (status >= 500 && status !== 503) c.var.log.error({ err: error }, 'unexpected');
    if (status === 503) c.header('Retry-After', RETRY_AFTER_SECONDS);
    const { title, text } = problemText(status);
    return c.html(
      <ProblemPage view={viewOf(c, config.DEMO)} title={title} text={text} requestId={c.var.requestId} />,
      status,
    );
  });
}

export const RETRY_AFTER_SECONDS = '5';

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  if (isDiskFull(error)) return 507;
  return isUnavailable(error) || error instanceof WorldGone ? 503 : 500;
}

/** A rehearsal begun again takes its tables away for a moment: what a request found missing is no fault of ours. */
const isBetweenWorlds = (clock: Clock): Promise<boolean> =>
  clock.sync?.().then(
    () => false,
    () => true,
  ) ?? Promise.resolve(false);

function problemText(status: number): { title: string; text: string } {
  if (status === 403) {
    return {
      title: 'Demande refusée',
      text: 'Cette demande ne vient pas d’une page de ce site : rien n’a été enregistré. Rouvrez la page et recommencez.',
    };
  }
  if (status === 413) {
    return {
      title: 'Envoi trop volumineux',
      text: 'Le formulaire dépasse 1 Mo (20 Mo quand il porte un fichier et que vous êtes connecté) : rien n’a été enregistré. Joignez les longs contenus comme annexes.',
    };
  }
  if (status === 507) {
    return {
      title: 'Il n’y a plus de place pour les fichiers',
      text: 'Notre espace de stockage est plein : votre fichier n’a pas été enregistré, et rien d’autre n’a changé. Nous en sommes avertis ; réessayez plus tard. Ce que vous aviez déjà enregistré est conservé.',
    };
  }
  if (status === 503) {
    return {
      title: 'Le service reprend dans un instant',
      text: 'La base de données ne répond pas : rien n’a été enregistré par cette demande. Gardez cette page ouverte et réessayez dans quelques secondes.',
    };
  }
  if (status === 429) {
    return {
      title: 'Trop de demandes',
      text: 'Vous avez envoyé beaucoup de demandes en peu de temps. Attendez une minute puis recommencez : rien n’est perdu.',
    };
  }
  return {
    title: 'Un problème est survenu de notre côté',
    text: 'Votre dernière action n’a peut-être pas été enregistrée. Réessayez ; si le problème revient, écrivez-nous avec la référence ci-dessous.',
  };
}
