/** What of the library is used here: it brings no types of its own. */
declare module 'pdfmake' {
  export type Content = string | { [member: string]: unknown } | readonly Content[]

  export interface Definition {
    info: { title: string; creationDate: Date }
    pageSize: 'A4'
    pageMargins: readonly number[]
    defaultStyle: { font: string; fontSize: number; lineHeight: number }
    footer(page: number, pages: number): Content
    content: readonly Content[]
  }

  interface Pdfmake {
    setFonts(fonts: Record<string, Record<string, string>>): void
    setLocalAccessPolicy(allowed: (path: string) => boolean): void
    setUrlAccessPolicy(allowed: (url: string) => boolean): void
    createPdf(definition: Definition): { getBuffer(): Promise<Buffer> }
  }

  const pdfmake: Pdfmake
  // biome-ignore lint/style/noDefaultExport: so the library has it.
  export default pdfmake
}
