import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What statements repeat, the commonest last, as deflate likes it: the first dictionary of every store. */
const COMMON = `"contextAgents":[{"objectType":"contextAgent","agent":"relevantTypes":["contextGroups":"https://w3id.org/xapi/dod-isd/verbs/https://w3id.org/xapi/video/verbs/played","https://w3id.org/xapi/scorm/activity-state"http://id.tincanapi.com/activitytype/http://activitystrea.ms/schema/1.0/"interactionType":"choice","correctResponsesPattern":["choices":[{"id":"description":{"en":"Signature"attachments":[{"usageType":"http://adlnet.gov/expapi/attachments/signature","contentType":"application/octet-stream","length":"sha2":"fileUrl":"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"https://w3id.org/xapi/cmi5/context/categories/moveon"https://w3id.org/xapi/cmi5/context/categories/cmi5"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":"https://w3id.org/xapi/cmi5/result/extensions/reason":"http://adlnet.gov/expapi/verbs/failed","display":{"en":"failed"http://adlnet.gov/expapi/verbs/answered","display":{"en":"answered"http://adlnet.gov/expapi/verbs/launched"http://adlnet.gov/expapi/verbs/terminated"http://adlnet.gov/expapi/verbs/initialized","display":{"en-US":"initialized"http://adlnet.gov/expapi/verbs/experienced","display":{"en-US":"experienced","fr":"a vu"http://adlnet.gov/expapi/verbs/attempted"http://adlnet.gov/expapi/verbs/passed","display":{"en":"passed","fr":"a réussi"http://adlnet.gov/expapi/verbs/voided"}http://adlnet.gov/expapi/verbs/completed","display":{"en-US":"completed","fr":"a terminé"}},"object":{"objectType":"StatementRef","id":"object":{"objectType":"SubStatement","actor":{"objectType":"Group","name":"member":[{"mbox_sha1sum":"openid":"http://"mbox":"mailto:"account":{"homePage":"https://","name":"http://adlnet.gov/expapi/activities/course"}http://adlnet.gov/expapi/activities/simulation"http://adlnet.gov/expapi/activities/assessment"http://adlnet.gov/expapi/activities/lesson","name":{"fr-FR":"name":{"en-US":"description":{"fr":"description":{"en-US":"moreInfo":"https://"result":{"score":{"scaled":0."raw":"min":0,"max":100},"success":true,"completion":true,"success":false,"response":"","duration":"PT0S","duration":"PT"extensions":{"https://w3id.org/xapi/"context":{"registration":"platform":"language":"fr","revision":"instructor":{"objectType":"Agent","team":"statement":{"objectType":"contextActivities":{"category":[{"id":"https://","grouping":[{"objectType":"Activity","id":"https://","parent":[{"objectType":"Activity","id":"https://"definition":{"type":"http://adlnet.gov/expapi/activities/","name":{"fr":"timestamp":"2027-01-"T09:00:00.000Z","actor":{"objectType":"Agent","name":"mbox":"mailto:"verb":{"id":"http://adlnet.gov/expapi/verbs/","display":{"fr":"object":{"objectType":"Activity","id":"https://","definition":{"name":{"fr":"}}},"version":"2.0.0","version":"1.0.0","authority":{"objectType":"Agent","account":{"homePage":"https://","name":"id":"`;

export interface Dictionary {
  readonly number: number;
  readonly bytes: Buffer;
}
export const FIRST_DICTIONARY: Dictionary = { number: 0, bytes: Buffer.from(COMMON) };

/** Small tables, and small pieces handed over: a statement is short, and what zlib is lent for it costs more than its work. */
const QUICK = { level: 1, memLevel: 7, chunkSize: 2048 } as const;
const CHUNK_BYTES = 4096;
/** No statement that was accepted is longer; a page of damage is not inflated into memory. */
const MAX_BYTES = 1024 * 1024;

export const squeeze = (text: string, { bytes }: Dictionary): Buffer =>
  deflateRawSync(text, { ...QUICK, dictionary: bytes });
export const unsqueeze = (body: Buffer, { bytes }: Dictionary): string =>
  inflateRawSync(body, { dictionary: bytes, chunkSize: CHUNK_BYTES, maxOutputLength: MAX_BYTES }).toString('utf8');
