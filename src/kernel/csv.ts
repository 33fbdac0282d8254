/** A spreadsheet runs what begins so: a text is then shown as text. Numbers are numbers and stay what they are. */
export const harmless = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
