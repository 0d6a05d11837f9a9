import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

interface Stored {
  path: string
  sizeBytes: number
}

export interface BuiltFile extends Stored {
  contentType: string
  etag: string
  /** Its name changes with its content. */
  hashed: boolean
  compressed: { br?: Stored; gzip?: Stored }
}

export interface BuiltFiles {
  /** By path below `/app/`. */
  files: ReadonlyMap<string, BuiltFile>
  /** `index.html`. */
  document: string
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}

/** Undefined until the portal is built. */
export async function readBuiltFiles(directory: string): Promise<BuiltFiles | undefined> {
  const document = await readFile(join(directory, 'index.html'), 'utf8').catch(() => undefined)
  if (document === undefined) return undefined
  const found = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = found.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name))
  const stored = new Map<string, Stored>()
  for (const path of paths) stored.set(path, { path, sizeBytes: (await stat(path)).size })

  const files = new Map<string, BuiltFile>()
  for (const [path, own] of stored) {
    const contentType = CONTENT_TYPES[extname(path)]
    if (!contentType) continue
    const name = relative(directory, path).split(sep).join('/')
    const compressed = { br: stored.get(`${path}.br`), gzip: stored.get(`${path}.gz`) }
    const etag = `"${createHash('sha256')
      .update(await readFile(path))
      .digest('base64url')}"`
    files.set(name, { ...own, contentType, etag, hashed: name.startsWith('assets/'), compressed })
  }
  return { files, document }
}
