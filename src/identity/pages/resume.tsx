import type { ParkedForm } from '../../kernel/parking.ts';
import { Button, Details, Form, Hidden, Notice, Page, PageHead, type View } from '../../ui/index.ts';
import { Action } from './parts.tsx';

const SHOWN = 60;

/** Sending is the person's own act: the page that lost its session only gives back what it held. */
export function ResumePage({ view, parked }: { readonly view: View; readonly parked: ParkedForm }) {
  const readable = parked.fields.filter(([, value]) => value.trim() !== '').slice(0, SHOWN);
  return (
    <Page view={view} title="Reprendre votre envoi">
      <PageHead
        title="Vous étiez en train d’envoyer un formulaire"
        lead="Votre session avait expiré : rien n’a été enregistré, mais ce que vous aviez saisi est ici."
      />
      {parked.files.length > 0 ? (
        <Notice tone="warning">
          <p>Les fichiers joints n’ont pas pu être conservés : choisissez-les de nouveau après l’envoi.</p>
        </Notice>
      ) : null}
      <Details summary="Ce que vous aviez saisi">
        <ul>
          {readable.map(([, value]) => (
            <li>{value}</li>
          ))}
        </ul>
      </Details>
      <Form action={parked.action}>
        {parked.fields.map(([name, value]) => (
          <Hidden name={name} value={value} />
        ))}
        <Button>Envoyer maintenant</Button>
      </Form>
      <Action action="/reprendre/abandonner" label="Ne pas envoyer">
        <Hidden name="page" value={parked.page} />
      </Action>
    </Page>
  );
}
