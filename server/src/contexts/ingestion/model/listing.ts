import { dayExists } from '../../../foundation/zoned-time.ts'

/** A file as the far side's listing shows it. */
export interface RemoteFile {
  /** Relative to the feed's directory. */
  path: string
  sizeBytes: number
  modifiedAt?: Date
  etag?: string
}

const TEMPORARY = /(\.part|\.filepart|\.tmp|\.ocTransferId\d*|~)$|^\./i
/** Any letters of one name, a day, a month, or just this text. */
type Piece = { star: true } | { stamp: RegExp; letters: number } | { text: string }

const STAMPS: ReadonlyMap<string, Piece> = new Map([
  ['{date}', { stamp: /\d{4}-\d{2}-\d{2}/y, letters: 10 }],
  ['{month}', { stamp: /\d{4}-\d{2}/y, letters: 7 }],
])

/**
 * The slice that a name stands for; undefined: the file is none of this feed's. Its time is that of
 * the name's length times the pattern's, whatever vendors call their files.
 */
export function sliceOf(pattern: string, path: string): string | undefined {
  if (TEMPORARY.test(path)) return undefined
  const pieces = piecesOf(pattern)
  const fits = fitsFrom(pieces, path)
  if (!fits[0]?.[0]) return undefined
  let [at, slice] = [0, 'once']
  for (const [index, piece] of pieces.entries()) {
    // A star takes as much as lets the rest fit.
    if ('star' in piece) while (path[at] !== '/' && fits[index]?.[at + 1]) at += 1
    else if ('text' in piece) at += piece.text.length
    else {
      slice = path.slice(at, at + piece.letters)
      at += piece.letters
    }
  }
  return slice
}

function piecesOf(pattern: string): Piece[] {
  const parts = pattern.split(/(\{date\}|\{month\}|\*+)/).filter((part) => part !== '')
  return parts.map((part) => {
    if (part.startsWith('*')) return { star: true }
    return STAMPS.get(part) ?? { text: part }
  })
}

/** By piece and place: whether the pieces from here on are what the path is from there on. */
function fitsFrom(pieces: readonly Piece[], path: string): boolean[][] {
  const places = Array.from({ length: path.length + 1 }, (_, at) => at)
  let after = places.map((at) => at === path.length)
  const fits = [after]
  for (const piece of pieces.toReversed()) {
    const here = places.map(() => false)
    for (const at of places.toReversed()) here[at] = fitsAt(piece, { path, at, here, after })
    fits.unshift(here)
    after = here
  }
  return fits
}

function fitsAt(
  piece: Piece,
  { path, at, here, after }: { path: string; at: number; here: boolean[]; after: boolean[] },
): boolean {
  if ('star' in piece)
    return after[at] === true || (at < path.length && path[at] !== '/' && here[at + 1] === true)
  if ('text' in piece)
    return path.startsWith(piece.text, at) && after[at + piece.text.length] === true
  piece.stamp.lastIndex = at
  return after[at + piece.letters] === true && piece.stamp.test(path)
}

/** Why no calendar has the slice that a name holds; undefined: one has it. */
export function impossible({ path, slice }: { path: string; slice: string }): string | undefined {
  const month = slice.length === 'YYYY-MM'.length
  if (slice === 'once' || dayExists(month ? `${slice}-01` : slice)) return undefined
  return `"${path}" is not taken: "${slice}" is no ${month ? 'month' : 'day'}`
}

/** Names one state of a remote file: same text, same bytes as far as the server tells. */
export function versionOf({ sizeBytes, modifiedAt, etag }: RemoteFile): string {
  return `${sizeBytes} ${modifiedAt?.toISOString() ?? '-'} ${etag ?? '-'}`
}

/** What a ready file or a manifest says of one file. */
export interface Promised {
  sizeBytes?: number
  sha256?: string
  publishedAt?: Date
  played?: boolean
}

/** A ready file may be empty; as JSON it says more. */
export function parseReadyFile(text: string): Promised {
  const known = parsed(text)
  return {
    ...(typeof known.size === 'number' && { sizeBytes: known.size }),
    ...(typeof known.sha256 === 'string' && { sha256: known.sha256 }),
    ...(typeof known.published_at === 'string' &&
      !Number.isNaN(Date.parse(known.published_at)) && {
        publishedAt: new Date(known.published_at),
      }),
    played: known.simulated === true,
  }
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? { ...value } : {}
  } catch {
    return {} // Whatever a vendor writes into it, that it is there is the message.
  }
}

/** Lines of name, size and sha256; what is missing is not checked. */
export function parseManifest(text: string): Map<string, Promised> {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  return new Map(
    lines.map((line) => {
      const [name = '', size = '', sha256 = ''] = line.split(',').map((cell) => cell.trim())
      const sizeBytes = /^\d+$/.test(size) ? { sizeBytes: Number(size) } : {}
      const digest = /^[0-9a-f]{64}$/i.test(sha256) ? { sha256: sha256.toLowerCase() } : {}
      return [name, { ...sizeBytes, ...digest }]
    }),
  )
}
