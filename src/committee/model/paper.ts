/** What is printed: letters and minutes share one template (`paper.typ`). */
export interface Paper {
  readonly title: string;
  readonly author: string;
  readonly footer: string;
  readonly intro: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly PaperSection[];
}

export interface PaperSection {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly bullets: readonly string[];
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] } | null;
}

export const section = (title: string, more: Partial<Omit<PaperSection, 'title'>>): PaperSection => ({
  title,
  paragraphs: [],
  bullets: [],
  table: null,
  ...more,
});
