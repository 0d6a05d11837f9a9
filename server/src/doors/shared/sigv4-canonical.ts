/** S3 signs the path encoded once; every other service signs the encoded path encoded again. */
export function canonicalPaths(rawPath: string, service: string): Set<string> {
  const path = rawPath === '' ? '/' : rawPath
  const reencoded = decoded(path)
  const single = reencoded === undefined ? [path] : [path, encodePath(reencoded)]
  if (service === 's3') return new Set(single)
  return new Set([encodePath(withoutDots(path)), encodePath(path), ...single])
}

function encodePath(path: string): string {
  return path.split('/').map(encode).join('/')
}

function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '.' && segment !== '') kept.push(segment)
  }
  const closing = path.length > 1 && path.endsWith('/') && kept.length > 0 ? '/' : ''
  return `/${kept.join('/')}${closing}`
}

/** Sorted by name, then value; `X-Amz-Signature` is no part of what it signs. */
export function canonicalQueries(rawQuery: string): Set<string> {
  const pairs = rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => splitOnce(pair, '='))
    .filter(([name]) => name !== 'X-Amz-Signature')
  const recoded = pairs.map(([name, value]) => [recode(name), recode(value)] as const)
  return new Set([joinSorted(recoded), joinSorted(pairs)])
}

function joinSorted(pairs: readonly (readonly [string, string])[]): string {
  return [...pairs]
    .sort(([nameA, valueA], [nameB, valueB]) => order(nameA, nameB) || order(valueA, valueB))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function recode(text: string): string {
  const plain = decoded(text.replaceAll('+', ' '))
  return plain === undefined ? text : encode(plain)
}

/** Parameters of a query, decoded; the first of a name counts. */
export function queryParameters(rawQuery: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const pair of rawQuery.split('&')) {
    const [name, value] = splitOnce(pair, '=')
    const key = decoded(name) ?? name
    if (pair !== '' && !parameters.has(key)) parameters.set(key, decoded(value) ?? value)
  }
  return parameters
}

/** RFC 3986, section 2.3: all but the unreserved characters are encoded. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

/** Text before and after the first `separator`. */
export function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
