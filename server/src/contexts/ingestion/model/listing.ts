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
const STAMPS: Readonly<Record<string, string>> = {
  '{date}': '(?<slice>\\d{4}-\\d{2}-\\d{2})',
  '{month}': '(?<slice>\\d{4}-\\d{2})',
}

/** The slice that a name stands for; undefined: the file is none of this feed's. */
export function sliceOf(pattern: string, path: string): string | undefined {
  if (TEMPORARY.test(path)) return undefined
  const parts = pattern.split(/(\{date\}|\{month\}|\*)/)
  const source = parts.map((part) => STAMPS[part] ?? (part === '*' ? '[^/]*' : escaped(part)))
  const match = new RegExp(`^${source.join('')}$`).exec(path)
  return match ? (match.groups?.slice ?? 'once') : undefined
}

/** Why no calendar has the slice that a name holds; undefined: one has it. */
export function impossible({ path, slice }: { path: string; slice: string }): string | undefined {
  const month = slice.length === 'YYYY-MM'.length
  if (slice === 'once' || dayExists(month ? `${slice}-01` : slice)) return undefined
  return `"${path}" is not taken: "${slice}" is no ${month ? 'month' : 'day'}`
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
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
