import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { Failure } from './failure.ts'

/** A line of an export. */
interface Line {
  accountId: string
  sequence: number
  at: string
  actor: string
  principal: string
  action: string
  resource: string
  decision: string
  detail: unknown
  previousHash: string
  hash: string
}

/** A piece of a chain, without gaps. */
interface Piece {
  accountId: string
  first: number
  last: number
  /** What the first record follows, and the seal of the last: those of the platform's chain. */
  previousHash: string
  hash: string
}

/**
 * Whether files of exports are whole and follow one another, by themselves: each record is sealed
 * over all its members and the seal before. Names the first that does not fit.
 */
export async function verifyFiles(paths: readonly string[]): Promise<Piece[]> {
  const pieces: Piece[] = []
  for (const path of paths) pieces.push(await pieceIn(path))
  pieces.sort((one, other) => order(one.accountId, other.accountId) || one.first - other.first)
  const chains: Piece[] = []
  for (const piece of pieces) {
    const before = chains.at(-1)
    if (before?.accountId !== piece.accountId) chains.push(piece)
    else chains[chains.length - 1] = joined(before, piece)
  }
  return chains
}

function joined(before: Piece, piece: Piece): Piece {
  const next = before.last + 1
  if (piece.first > next) throw broken(piece.accountId, next, 'it is missing')
  if (piece.first < next) throw broken(piece.accountId, piece.first, 'it is there twice')
  if (piece.previousHash !== before.hash)
    throw broken(piece.accountId, next, 'it does not follow the record before')
  return { ...before, last: piece.last, hash: piece.hash }
}

async function pieceIn(path: string): Promise<Piece> {
  let piece: Piece | undefined
  let number = 0
  for await (const text of linesOf(path)) {
    number += 1
    if (text === '') continue
    const line = parsed(text, { path, number })
    const { accountId, sequence, previousHash, hash } = line
    if (sealOf(line) !== hash) throw broken(accountId, sequence, 'it was altered')
    const one = { accountId, first: sequence, last: sequence, previousHash, hash }
    if (piece && piece.accountId !== accountId)
      throw broken(accountId, sequence, `it is among those of "${piece.accountId}"`)
    piece = piece ? joined(piece, one) : one
  }
  if (!piece) throw new Failure(`"${path}" holds no record`)
  return piece
}

function parsed(text: string, { path, number }: { path: string; number: number }): Line {
  let line: unknown
  try {
    line = JSON.parse(text)
  } catch {
    throw new Failure(`"${path}" is cut or altered: its line ${number} is not JSON`)
  }
  if (typeof line === 'object' && line !== null && !Array.isArray(line)) return line as Line
  throw new Failure(`"${path}" is altered: its line ${number} is not a record`)
}

async function* linesOf(path: string): AsyncIterable<string> {
  const bytes = createReadStream(path)
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes
  bytes.on('error', (error) => input.destroy(error))
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      yield line
  } catch (error) {
    throw new Failure(`"${path}" cannot be read: ${error instanceof Error ? error.message : error}`)
  }
}

/** As the platform seals: members of objects in one order, since databases hand them back so. */
function sealOf(line: Line): string {
  const { accountId, sequence, at, actor, principal, action, resource, decision } = line
  const facts = [accountId, sequence, at, actor, principal, action, resource, decision]
  const members = [...facts, ordered(line.detail), line.previousHash]
  return createHash('sha256').update(JSON.stringify(members)).digest('hex')
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => order(one, other))
  return Object.fromEntries(entries.map(([key, member]) => [key, ordered(member)]))
}

const order = (one: string, other: string) => (one < other ? -1 : Number(one > other))

function broken(accountId: string, sequence: number, reason: string): Failure {
  return new Failure(`audit of account "${accountId}" is broken at record ${sequence}: ${reason}`)
}
