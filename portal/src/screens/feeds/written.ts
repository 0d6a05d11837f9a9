export function written(document: object): string {
  return JSON.stringify(document, undefined, 2)
}

/** A document as somebody wrote it; undefined where it is no JSON object. */
export function parsed(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
