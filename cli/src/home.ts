import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the platform of this checkout keeps its state, and where it answers. */
export interface Home {
  path: string
  url: string
  /** False when nothing says where this home answers: the usual place may be another’s. */
  known: boolean
  region: string
  /** Suffix of the platform's own host names. */
  domain: string
}

const root = resolve(import.meta.dirname, '../..')

export function openHome(): Home {
  const path = resolve(process.env.MILLRACE_HOME ?? join(root, '.millrace'))
  const { MILLRACE_HOST: host = '127.0.0.1', MILLRACE_PORT: port } = process.env
  const { MILLRACE_REGION: region = 'us-east-1', MILLRACE_DOMAIN: domain = 'millrace.test' } =
    process.env
  const running = serverOf(path)
  return {
    path,
    url: running?.url ?? `http://${host}:${port ?? 8470}`,
    known: running !== undefined || port !== undefined,
    region,
    domain,
  }
}

/** Where the shell looks for programs. */
export function shellPath(): string {
  return process.env.PATH ?? ''
}

export interface Server {
  pid: number
  startPid?: number
  /** What people's clients are told. */
  url: string
  /** Where it listens, and whether by TLS of its own. */
  host: string
  port: number
  secure: boolean
}

/** After a power cut its number may be another's. */
function isServer(pid: number): boolean {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('server/src/main.ts')
}

/** What the running server wrote of itself; undefined when none runs. */
export function serverOf(path: string): Server | undefined {
  try {
    const server = JSON.parse(readFileSync(join(path, 'run/server.json'), 'utf8'))
    return isServer(server.pid) ? server : undefined
  } catch {
    return undefined
  }
}
