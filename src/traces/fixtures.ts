/** Named examples, as members of a JSON object: used by tests, the page that checks a statement, proofs and benches. */
export const LEARNER = { objectType: 'Agent', name: 'Apprenant d’exemple', mbox: 'mailto:apprenant@example.org' };
export const GESTURE = {
  objectType: 'Activity',
  id: 'https://example.org/activites/geste-de-soudure',
  definition: {
    name: { fr: 'Geste de soudure', en: 'Welding gesture' },
    type: 'http://adlnet.gov/expapi/activities/simulation',
  },
};

export const COMPLETED = {
  actor: LEARNER,
  verb: { id: 'http://adlnet.gov/expapi/verbs/completed', display: { fr: 'a terminé' } },
  object: GESTURE,
};

/** What an immersive tool sends at the end of a scene. */
export const SCENE_ENDED = {
  ...COMPLETED,
  result: { completion: true, success: true, score: { scaled: 0.82, raw: 82, min: 0, max: 100 }, duration: 'PT7M12S' },
  context: {
    registration: '0f8c4a1e-6f0b-4f0e-9d3e-5d1c2b3a4f50',
    platform: 'Casque d’exemple',
    language: 'fr',
    contextActivities: { parent: [{ id: 'https://example.org/parcours/soudage' }] },
  },
  timestamp: '2027-01-11T09:00:00.000Z',
};
