/** `__HIVE_DEFAULT_PARTITION__` stands for null. */
export type PathValue = string | null

export type PathPart = readonly [key: string, value: PathValue]

const NULL_TEXT = '__HIVE_DEFAULT_PARTITION__' // Hive: hive.exec.default.partition.name.

/** The `key=value` parts of the folders between `root` and a file. */
export function pathParts(root: string, location: string): PathPart[] {
  const folders = location
    .slice(root.length + 1)
    .split('/')
    .slice(0, -1)
  return folders.flatMap((folder): PathPart[] => {
    const at = folder.indexOf('=')
    if (at < 1) return []
    const value = decoded(folder.slice(at + 1))
    return [[decoded(folder.slice(0, at)), value === NULL_TEXT ? null : value]]
  })
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Why a name alone rules a file out; undefined where its content decides. */
export function passedOver(root: string, location: string): string | undefined {
  const parts = location.slice(root.length + 1).split('/')
  if (parts.length > 1 && (parts[0] === 'metadata' || parts[0] === 'data'))
    return `below "${parts[0]}/", where engines will write`
  const hidden = parts.find(
    (part) => part.startsWith('.') || (part.startsWith('_') && !part.includes('=')),
  )
  return hidden === undefined ? undefined : `"${hidden}" is a hidden name`
}

/** Logs of other table formats, which say which of the files count. */
export function foreignFormat(root: string, location: string): string | undefined {
  const [first] = location.slice(root.length + 1).split('/')
  if (first === '_delta_log') return 'Delta Lake'
  return first === '.hoodie' ? 'Hudi' : undefined
}

/** What the values of one key can be, the narrowest first. */
export type PathType = 'int' | 'long' | 'date' | 'string'

const INT_MAX = 2n ** 31n - 1n
const LONG_MAX = 2n ** 63n - 1n

/** The narrowest type of all values so far and this one; null says nothing. */
export function narrowest(known: PathType | undefined, value: PathValue): PathType | undefined {
  if (value === null) return known
  const type = typeOf(value)
  if (known === undefined || known === type) return type
  const numbers = ['int', 'long']
  return numbers.includes(known) && numbers.includes(type) ? 'long' : 'string'
}

function typeOf(value: string): PathType {
  if (isDay(value)) return 'date'
  if (!/^-?\d{1,19}$/.test(value)) return 'string'
  const number = BigInt(value)
  const size = number < 0n ? -number : number
  if (size <= INT_MAX) return 'int'
  return size <= LONG_MAX ? 'long' : 'string'
}

function isDay(value: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(value)
}
