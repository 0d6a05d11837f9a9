import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { NotebooksParts } from '../parts.ts'
import { findHome } from '../store/notebooks.ts'

export interface HomeFile {
  path: string
  sizeBytes: number
  /** All of it, while it is asked for. */
  content(): Promise<Buffer>
}

const FILES_MAX = 10_000
const DEPTH_MAX = 20
const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW, O_NONBLOCK } = constants

/**
 * What people left in a shared home, without hidden files, which programs keep for themselves. Its
 * links are not followed: the server may read what its people may not.
 */
export async function* readHome(
  { sql, directory }: Pick<NotebooksParts, 'sql' | 'directory'>,
  home: { accountId: string; name: string },
): AsyncIterable<HomeFile> {
  const number = await findHome(sql, home)
  if (number === undefined) return
  const root = await opened(join(directory, String(number)), O_DIRECTORY)
  if (!root) return
  const left = { files: FILES_MAX }
  try {
    yield* filesIn(root, '', left)
  } finally {
    await root.close()
  }
}

async function* filesIn(
  folder: FileHandle,
  path: string,
  left: { files: number },
): AsyncIterable<HomeFile> {
  if (path.split('/').length > DEPTH_MAX) return
  const entries = await readdir(placeOf(folder), { withFileTypes: true })
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (name.startsWith('.') || left.files === 0) continue
    const one = await opened(`${placeOf(folder)}/${name}`, O_NONBLOCK)
    if (!one) continue
    try {
      const found = await one.stat()
      if (found.isDirectory()) yield* filesIn(one, `${path}${name}/`, left)
      else if (found.isFile()) {
        left.files -= 1
        yield { path: `${path}${name}`, sizeBytes: found.size, content: () => one.readFile() }
      }
    } finally {
      await one.close()
    }
  }
}

/** By what is open, whatever its path leads to by now. */
function placeOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}`
}

/** Undefined for what is gone, is a link, or is no directory where one is wanted. */
async function opened(path: string, flags: number): Promise<FileHandle | undefined> {
  try {
    return await open(path, O_RDONLY | O_NOFOLLOW | flags)
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ELOOP', 'ENOTDIR', 'ENXIO', 'EACCES'].includes(code)) return undefined
    throw error
  }
}
