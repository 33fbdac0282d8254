/** Where catalogues elsewhere harvest this one. */
export const OAI_PATH = '/oai';
