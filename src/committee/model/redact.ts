const HIDDEN = '[nom occulté]';
const TITLED =
  /\b(?:M\.|MM\.|Mme|Mmes|Mlle|Monsieur|Madame|Dr|Docteur|Pr|Professeur|Me|Maître)\s+(?:\p{Lu}[\p{L}'’.-]*\s?)+/gu;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
const PHONE = /(?:\+33\s?|\b0)[1-9](?:[\s.-]?\d{2}){4}\b/g;
const SHORTEST = 4;

/**
 * Hides the names of the evaluators and of third persons (CRPA L311-6): those known, whole or by their last word, what follows a title of
 * civility, addresses and telephones. A name written otherwise stays: an agent may ask the expert to correct the text.
 */
export function redact(text: string, names: readonly string[]): string {
  let hidden = text;
  for (const name of [...names].sort((a, b) => b.length - a.length)) {
    const last = name.trim().split(/\s+/).at(-1) ?? '';
    for (const part of [name.trim(), last])
      if (part.length >= SHORTEST) hidden = hidden.replace(new RegExp(quoted(part), 'giu'), HIDDEN);
  }
  return hidden
    .replace(MAIL, HIDDEN)
    .replace(PHONE, HIDDEN)
    .replace(TITLED, `${HIDDEN} `)
    .replace(/ +([.,;])/g, '$1')
    .trim();
}

const quoted = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
