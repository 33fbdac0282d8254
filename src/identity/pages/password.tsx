import type { FieldErrors } from '../../kernel/decision.ts';
import { Actions, Button, ErrorSummary, Form, Page, PageHead, TextField, type View } from '../../ui/index.ts';

export interface PasswordProps {
  readonly view: View;
  /** `false`: the person signs in otherwise and has never chosen a password. */
  readonly hasOne: boolean;
  readonly errors?: FieldErrors;
}

export function PasswordPage({ view, hasOne, errors = {} }: PasswordProps) {
  return (
    <Page
      view={view}
      title="Changer de mot de passe"
      breadcrumbs={[{ href: '/compte', label: 'Mon compte' }]}
      invalid={Object.keys(errors).length > 0}
    >
      <ErrorSummary errors={errors} />
      <PageHead
        title="Changer de mot de passe"
        lead="Vos sessions ouvertes sur d’autres appareils seront fermées, et un message vous le confirmera."
      />
      {hasOne ? (
        <Form action="/compte/mot-de-passe">
          <TextField
            name="motDePasseActuel"
            label="Mot de passe actuel"
            type="password"
            autocomplete="current-password"
            error={errors.motDePasseActuel}
          />
          <TextField
            name="motDePasse"
            label="Nouveau mot de passe"
            type="password"
            hint="12 caractères au moins. Une phrase convient bien."
            autocomplete="new-password"
            error={errors.motDePasse}
          />
          <Actions>
            <Button>Changer le mot de passe</Button>
            <a href="/mot-de-passe-oublie">Je ne connais plus l’actuel</a>
          </Actions>
        </Form>
      ) : (
        <p>
          Vous n’avez pas encore de mot de passe. <a href="/mot-de-passe-oublie">Demandez un lien pour en choisir un</a>
          .
        </p>
      )}
    </Page>
  );
}
