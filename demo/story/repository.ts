/** A bare Git repository, written object by object: real commits, and no Git to install. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'

export interface Commit {
  /** By path, the whole content of the commit. */
  files: Readonly<Record<string, string>>
  message: string
  author: { name: string; email: string; at: Date }
}

export interface Repository {
  /** Answers the id of the commit; the newest one where it has these files already. */
  commit(wanted: Commit): string
  /** The text of a file at a commit; undefined where it is not in it. */
  read(commit: string, path: string): string | undefined
}

const BRANCH = 'refs/heads/main'
const FILE_MODE = '100644'
const FOLDER_MODE = '40000'

/** @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export function openRepository(directory: string): Repository {
  if (!existsSync(join(directory, 'HEAD'))) create(directory)
  const branch = join(directory, BRANCH)
  const head = () => (existsSync(branch) ? readFileSync(branch, 'utf8').trim() : undefined)
  const treeOf = (commit: string) => /^tree (\w+)/.exec(load(directory, commit).toString())?.[1]
  return {
    commit: ({ files, message, author }) => {
      const tree = saveTree(directory, files)
      const parent = head()
      if (parent !== undefined && treeOf(parent) === tree) return parent
      const at = `${Math.floor(author.at.getTime() / 1000)} +0000`
      const by = `${author.name} <${author.email}> ${at}`
      const lines = [
        `tree ${tree}`,
        ...(parent === undefined ? [] : [`parent ${parent}`]),
        ...[`author ${by}`, `committer ${by}`, '', message, ''],
      ]
      const id = save(directory, 'commit', Buffer.from(lines.join('\n')))
      replace(branch, `${id}\n`)
      return id
    },
    read: (commit, path) => {
      let id = treeOf(commit)
      for (const name of path.split('/')) id = id && entriesOf(load(directory, id)).get(name)
      return id && load(directory, id).toString()
    },
  }
}

function create(directory: string): void {
  for (const folder of ['objects', 'refs/heads', 'refs/tags'])
    mkdirSync(join(directory, folder), { recursive: true, mode: 0o700 })
  const settings = '[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n'
  writeFileSync(join(directory, 'config'), settings)
  writeFileSync(join(directory, 'HEAD'), `ref: ${BRANCH}\n`)
}

function saveTree(directory: string, files: Commit['files']): string {
  const entries = new Map<string, { mode: string; id: string }>()
  for (const [path, text] of Object.entries(files)) {
    const [name = '', ...rest] = path.split('/')
    if (rest.length === 0) {
      entries.set(name, { mode: FILE_MODE, id: save(directory, 'blob', Buffer.from(text)) })
      continue
    }
    const below = Object.entries(files)
      .filter(([other]) => other.startsWith(`${name}/`))
      .map(([other, content]) => [other.slice(name.length + 1), content])
    const id = saveTree(directory, Object.fromEntries(below))
    entries.set(name, { mode: FOLDER_MODE, id })
  }
  // Git sorts folders as if their names ended with a slash.
  const key = ([name, { mode }]: [string, { mode: string }]) =>
    mode === FOLDER_MODE ? `${name}/` : name
  const sorted = [...entries].sort((one, other) => (key(one) < key(other) ? -1 : 1))
  const body = sorted.flatMap(([name, { mode, id }]) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(id, 'hex'),
  ])
  return save(directory, 'tree', Buffer.concat(body))
}

const ID_BYTES = 20

function entriesOf(tree: Buffer): Map<string, string> {
  const entries = new Map<string, string>()
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at)
    const name = tree.subarray(tree.indexOf(' ', at) + 1, end).toString()
    at = end + 1 + ID_BYTES
    entries.set(name, tree.subarray(end + 1, at).toString('hex'))
  }
  return entries
}

function pathOf(directory: string, id: string): string {
  return join(directory, 'objects', id.slice(0, 2), id.slice(2))
}

function save(directory: string, type: 'blob' | 'tree' | 'commit', body: Buffer): string {
  const content = Buffer.concat([Buffer.from(`${type} ${body.length}\0`), body])
  const id = createHash('sha1').update(content).digest('hex')
  const path = pathOf(directory, id)
  if (!existsSync(path)) replace(path, deflateSync(content))
  return id
}

function load(directory: string, id: string): Buffer {
  const content = inflateSync(readFileSync(pathOf(directory, id)))
  return content.subarray(content.indexOf(0) + 1)
}

function replace(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, content)
  renameSync(`${path}.new`, path)
}
