/**
 * The labels of `rawPath` under a Smithy URI pattern such as `/applications/{id}/jobruns`, or
 * undefined where it does not fit. `{rest+}` takes the remaining segments. Query parts of the
 * pattern are not compared.
 */
export function matchPath(pattern: string, rawPath: string): Map<string, string> | undefined {
  const wanted = segments(pattern.split('?')[0] ?? '')
  const given = segments(rawPath)
  const labels = new Map<string, string>()
  for (const [index, part] of wanted.entries()) {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(part)
    const greedy = label?.[2] === '+'
    const text = greedy ? given.slice(index).join('/') : given[index]
    const value = text === undefined ? undefined : decoded(text)
    if (value === undefined || value === '') return undefined
    if (!label && value !== part) return undefined
    if (label?.[1]) labels.set(label[1], value)
    if (greedy) return labels
  }
  return given.length === wanted.length ? labels : undefined
}

function segments(path: string): string[] {
  return path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .split('/')
    .filter((part, index, all) => part !== '' || index < all.length - 1)
}

/** Undefined for broken percent signs: such a path names nothing. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}
