const latin = (text: string) => Buffer.from(text.replaceAll('’', "'"), 'latin1');

/** One page that says what it is: an annex of a fictional file. Plain PDF 1.4, offsets and all. */
export function fictionalPdf(title: string): Buffer {
  const words = (text: string) => text.replace(/[\\()]/g, '\\$&');
  const stream = latin(
    `BT /F1 16 Tf 56 760 Td (${words(title)}) Tj 0 -28 Td (Document de démonstration, sans valeur.) Tj ET`,
  );
  const objects = [
    latin('<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>'),
    latin('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    latin(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    Buffer.concat([latin(`<< /Length ${stream.length} >>\nstream\n`), stream, latin('\nendstream')]),
    latin('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
  ];
  const parts: Buffer[] = [latin('%PDF-1.4\n')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    offsets.push(length);
    const whole = Buffer.concat([latin(`${index + 1} 0 obj\n`), object, latin('\nendobj\n')]);
    parts.push(whole);
    length += whole.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...parts, latin(table)]);
}

export const fictionalPaper = (title: string): File =>
  new File([new Uint8Array(fictionalPdf(title))], 'accord-de-consortium.pdf', { type: 'application/pdf' });
