export { ACCEPTED_TEXT, scanText, sizeText, uploadRefusalText } from './messages.ts';
export {
  ACCEPTED_EXTENSIONS,
  cleanName,
  MAX_FORM_FILE_BYTES,
  MAX_RESOURCE_BYTES,
  MAX_UPLOAD_BYTES,
  type UploadRefusal,
} from './model.ts';
export { storeFormFile } from './receive.ts';
export { attach, type FinishedUpload, finishedUpload } from './store.ts';
