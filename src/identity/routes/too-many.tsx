import type { AppContext } from '../../kernel/http.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { ProblemPage } from '../../ui/problem.tsx';
import { viewOf } from '../../ui/view.ts';

export function tooMany(c: AppContext, { config }: Kernel, waitSeconds: number) {
  const minutes = Math.ceil(waitSeconds / 60);
  c.header('Retry-After', String(waitSeconds));
  return c.html(
    <ProblemPage
      view={viewOf(c, config.DEMO)}
      title="Trop d’essais"
      text={`Par sécurité, cette action est suspendue. Recommencez dans ${minutes === 1 ? 'une minute' : `${minutes} minutes`} ; rien n’est perdu, et votre compte n’est pas bloqué.`}
    />,
    429,
  );
}
