import { FileField } from '../../ui/index.ts';
import { MAX_RESOURCE_BYTES } from '../../uploads/index.ts';

const ACCEPTED =
  '.zip .h5p .glb .gltf .png .jpg .webp .mp4 .webm .mp3 .wav .ogg .pdf .docx .xlsx .pptx .odt .ods .odp .apk';

/** The file of a resource: resumable up to 20 Go, or 20 Mo by the form alone. */
export const ResourceFile = ({ error, label }: { readonly error?: string | undefined; readonly label: string }) => (
  <FileField
    name="fichier"
    label={label}
    hint="Un envoi coupé reprend où il en était, même après avoir fermé le navigateur : choisissez de nouveau le même fichier dans les 48 heures. Sans JavaScript, la limite est de 20 Mo."
    error={error}
    accept={ACCEPTED.split(' ')}
    maxBytes={MAX_RESOURCE_BYTES}
    upload={{ endpoint: '/televersements', usage: 'ressource' }}
  />
);
