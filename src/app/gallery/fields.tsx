import {
  Actions,
  Button,
  ButtonLink,
  Checkbox,
  Checkboxes,
  ConfirmForm,
  DateField,
  DateTimeField,
  ErrorSummary,
  Fieldset,
  FileField,
  Form,
  MoneyField,
  NumberField,
  Radios,
  Select,
  TextArea,
  TextField,
} from '../../ui/index.ts';

const ERRORS = {
  titre: 'Donnez un titre au projet : il paraîtra dans la liste des dossiers.',
  assiette: 'L’assiette « douze » n’est pas un montant. Écrivez par exemple 1 250 000,00.',
  famille: 'Choisissez la famille du chef de file.',
  debut: 'Le projet ne peut pas commencer avant la décision du comité, le 1er juin 2027.',
};

const FAMILIES = [
  { value: 'cfa', label: 'Centre de formation d’apprentis' },
  { value: 'of', label: 'Organisme de formation', hint: 'Avec un numéro de déclaration d’activité.' },
  { value: 'entreprise', label: 'Entreprise' },
];

export function FieldsPart() {
  return (
    <>
      <Refused />
      <Kinds />
      <Files />
      <h2>Confirmation</h2>
      <ConfirmForm
        action="/demo/composants"
        consequence="Votre dossier ne sera plus examiné. Le récépissé de dépôt reste valable, et vous pouvez déposer de nouveau jusqu’à la clôture."
        confirm="Retirer le dossier"
        cancelHref="#champs"
      />
    </>
  );
}

function Refused() {
  return (
    <>
      <h2>Formulaire renvoyé avec des erreurs</h2>
      <ErrorSummary errors={ERRORS} />
      <Form action="/demo/composants" method="get">
        <TextField
          name="titre"
          label="Titre du projet"
          hint="Moins de dix mots."
          value=""
          error={ERRORS.titre}
          required
        />
        <MoneyField name="assiette" label="Assiette éligible" value="douze" error={ERRORS.assiette} />
        <Radios name="famille" label="Famille du chef de file" options={FAMILIES} error={ERRORS.famille} />
        <DateField name="debut" label="Début du projet" value="2027-03-01" error={ERRORS.debut} />
        <Actions>
          <Button>Enregistrer et continuer</Button>
          <Button kind="secondary">Enregistrer le brouillon</Button>
          <Button kind="warning">Retirer le dossier</Button>
          <Button disabled>Déposer</Button>
          <ButtonLink href="#champs" kind="quiet">
            Annuler
          </ButtonLink>
        </Actions>
      </Form>
    </>
  );
}

function Kinds() {
  return (
    <>
      <h2 id="champs">Champs</h2>
      <Form action="/demo/composants" method="get">
        <Fieldset legend="Votre structure" hint="Telle qu’elle est connue au répertoire.">
          <TextField
            name="siret"
            label="SIRET"
            hint="14 chiffres."
            value="356 000 000 00048"
            width="medium"
            inputmode="numeric"
          />
          <TextField name="courriel" label="Adresse électronique" type="email" autocomplete="email" value="" optional />
        </Fieldset>
        <TextArea
          name="resume"
          label="Résumé public"
          limit={600}
          value="Un plateau mobile de réalité virtuelle pour former au geste, là où sont les apprentis."
        />
        <NumberField name="duree" label="Durée" unit="mois" value={24} />
        <NumberField name="taux" label="Taux d’aide demandé" unit="%" decimals value={69.99} />
        <MoneyField name="montant" label="Aide demandée" value="4 849 695" />
        <DateTimeField name="cloture" label="Clôture de la vague" value="2027-01-15T12:00" />
        <Select
          name="region"
          label="Région"
          options={[
            { value: 'br', label: 'Bretagne' },
            { value: 'na', label: 'Nouvelle-Aquitaine' },
          ]}
          value="na"
        />
        <Radios name="famille2" label="Famille du partenaire" options={FAMILIES} value="of" />
        <Checkboxes
          name="publics"
          label="Publics visés"
          hint="Plusieurs réponses possibles."
          options={[
            { value: 'a', label: 'Apprentis' },
            { value: 'd', label: 'Demandeurs d’emploi' },
            { value: 's', label: 'Salariés' },
          ]}
          values={['a', 's']}
        />
        <Checkbox
          name="honneur"
          label="J’atteste sur l’honneur l’exactitude de ces renseignements."
          hint="Une fausse déclaration expose à des sanctions."
        />
      </Form>
    </>
  );
}

function Files() {
  return (
    <FileField
      name="annexes"
      label="Lettres d’engagement des partenaires"
      hint="Signées, une par partenaire."
      accept={['.pdf', '.odt', '.docx']}
      maxBytes={50_000_000}
      multiple
      files={[
        {
          name: 'Lettre – CFA des métiers de la mer.pdf',
          sizeBytes: 412_300,
          status: 'Reçu',
          tone: 'success',
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        },
        { name: 'Lettre – Fablab.pdf', sizeBytes: 1_820_000, status: 'Pas encore analysé', tone: 'muted' },
      ]}
    />
  );
}
