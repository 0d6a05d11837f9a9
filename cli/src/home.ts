import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Where the platform of this checkout keeps its state, and where it answers. */
export interface Home {
  path: string
  url: string
}

const root = resolve(import.meta.dirname, '../..')

export function openHome(): Home {
  const path = resolve(process.env.MILLRACE_HOME ?? join(root, '.millrace'))
  return { path, url: serverOf(path)?.url ?? defaultUrl() }
}

function defaultUrl(): string {
  const host = process.env.MILLRACE_HOST ?? '127.0.0.1'
  return `http://${host}:${process.env.MILLRACE_PORT ?? 8470}`
}

/** What the running server wrote of itself; undefined when none runs. */
export function serverOf(
  path: string,
): { pid: number; startPid?: number; url: string } | undefined {
  try {
    const server = JSON.parse(readFileSync(join(path, 'run/server.json'), 'utf8'))
    process.kill(server.pid, 0)
    return server
  } catch {
    return undefined
  }
}
