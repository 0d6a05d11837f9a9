import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import type { ChainEnd } from '../model/audit-chain.ts'

/** How far each chain has been, by account: in a file, away from PostgreSQL. */
export type KeptEnds = ReadonlyMap<string, ChainEnd>

/** Undefined where no server of this home has written any yet. */
export function readKept(path: string): KeptEnds | undefined {
  if (!existsSync(path)) return undefined
  return new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, ChainEnd>))
}

/** A reader sees the old ends or the new, also after a power cut. */
export function writeKept(path: string, ends: KeptEnds): void {
  const file = openSync(`${path}.new`, 'w', 0o600)
  try {
    writeSync(file, JSON.stringify(Object.fromEntries(ends)))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(`${path}.new`, path)
}
