import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  utimesSync,
} from 'node:fs'
import { lstat, opendir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { layersTooLarge, strangeLayer } from './errors.ts'

const SET_BYTES_MAX = 4 * 2 ** 20

/** What one account may keep, and how long without use. */
export interface LayerLimits {
  /** Of one layer, and of all of an account. */
  sizeBytesMax: number
  filesMax: number
  accountBytesMax: number
  unusedDaysMax: number
}

/** A list of packages of an account, as it was asked for. */
export interface LayerName {
  accountId: string
  /** Digest of the list, and of what it is to fit. */
  key: string
  /** The same packages are other files for another. */
  engine: string
}

interface Kept {
  /** Digest of the packages that were found: lists that come to the same share them. */
  layer: string
  sizeBytes: number
}

/**
 * Packages on disk: `ACCOUNT/lists/KEY` says which layer a list has come to, and when it was last
 * used; `ACCOUNT/layers/DIGEST` are the packages; `making/` is what resolvers have in hand.
 */
export class LayerFiles {
  readonly #directory: string
  readonly #limits: LayerLimits

  constructor(directory: string, limits: LayerLimits) {
    this.#directory = directory
    this.#limits = limits
  }

  /** Where the packages of a list lie, used from now on; undefined where it is not there. */
  find({ accountId, key }: Pick<LayerName, 'accountId' | 'key'>, now: Date): string | undefined {
    const list = join(this.#listsOf(accountId), key)
    try {
      const { layer } = JSON.parse(readFileSync(list, 'utf8')) as Kept
      const path = join(this.#layersOf(accountId), layer)
      if (!lstatSync(path).isDirectory()) return undefined
      utimesSync(list, now, now)
      return path
    } catch {
      return undefined
    }
  }

  /** A directory for one resolver, which another than its owner cannot reach. */
  stage(): string {
    const making = join(this.#directory, 'making')
    mkdirSync(making, { recursive: true, mode: 0o700 })
    const staged = join(making, randomUUID())
    mkdirSync(staged, { mode: 0o700 })
    return staged
  }

  discard(staged: string): Promise<void> {
    return rm(staged, { recursive: true, force: true })
  }

  /** What an earlier server had begun, and nothing that begins meanwhile. */
  async discardOld(): Promise<void> {
    const making = join(this.#directory, 'making')
    const begun = existsSync(making) ? readdirSync(making) : []
    for (const one of begun) await this.discard(join(making, one))
  }

  /** @throws engines.layers-too-large, also of what is still being made */
  async demandSize(staged: string): Promise<number> {
    const { sizeBytesMax, filesMax } = this.#limits
    const found = { sizeBytes: 0, files: 0 }
    for await (const size of sizesIn(staged)) {
      found.sizeBytes += size
      found.files += 1
      if (found.sizeBytes > sizeBytesMax)
        throw layersTooLarge({ what: 'the packages take', most: `${sizeBytesMax} bytes` })
      if (found.files > filesMax)
        throw layersTooLarge({ what: 'the packages have', most: `${filesMax} files` })
    }
    return found.sizeBytes
  }

  /**
   * Keeps what a resolver has left, whose box has ended: nobody writes there any more.
   *
   * @throws engines.layers-too-large, engines.strange-layer
   */
  async keep({ accountId, key, engine }: LayerName, staged: string, now: Date): Promise<string> {
    const packages = join(staged, 'packages')
    // A link would be followed into every box that the layer is shown in.
    for (const [name, directory] of [['packages', true] as const, ['set', false] as const]) {
      const found = await lstat(join(staged, name)).catch(() => undefined)
      const fits = directory ? found?.isDirectory() : found?.isFile() && found.size < SET_BYTES_MAX
      if (!fits) throw strangeLayer({ name })
    }
    const sizeBytes = await this.demandSize(packages)
    const layer = createHash('sha256')
      .update(`${engine}\0`)
      .update(await readFile(join(staged, 'set')))
      .digest('hex')
    mkdirSync(this.#layersOf(accountId), { recursive: true, mode: 0o700 })
    mkdirSync(this.#listsOf(accountId), { recursive: true, mode: 0o700 })
    const path = join(this.#layersOf(accountId), layer)
    const there = (await lstat(path).catch(() => undefined))?.isDirectory()
    if (!there) await this.#demandRoom(accountId, sizeBytes, now)
    if (!there) await rename(packages, path)
    const list = join(this.#listsOf(accountId), key)
    const made = `${list}.${randomUUID()}`
    await writeFile(made, JSON.stringify({ layer, sizeBytes } satisfies Kept), { mode: 0o600 })
    renameSync(made, list)
    return path
  }

  /** Lists in use stay, and their layers; of the others those go that nobody has used for long. */
  async sweep(now: Date): Promise<void> {
    const before = now.getTime() - this.#limits.unusedDaysMax * 86_400_000
    for (const accountId of await readdir(this.#directory).catch(() => []))
      if (accountId !== 'making') await this.#forget(accountId, ({ usedAt }) => usedAt < before)
  }

  /** Makes room by what has been unused longest, but for what somebody may just have been given. */
  async #demandRoom(accountId: string, sizeBytes: number, now: Date): Promise<void> {
    const { accountBytesMax } = this.#limits
    for (;;) {
      const lists = this.#lists(accountId)
      const layers = new Map(lists.map((one) => [one.layer, one.sizeBytes]))
      const total = [...layers.values()].reduce((sum, one) => sum + one, sizeBytes)
      if (total <= accountBytesMax) return
      const [oldest] = lists.toSorted((one, other) => one.usedAt - other.usedAt)
      if (!oldest || now.getTime() - oldest.usedAt < IN_USE_MS)
        throw layersTooLarge({
          what: 'the account’s packages in use take',
          most: `${accountBytesMax} bytes`,
        })
      await this.#forget(accountId, ({ key }) => key === oldest.key)
    }
  }

  async #forget(accountId: string, gone: (list: Listed) => boolean): Promise<void> {
    const lists = this.#lists(accountId)
    for (const list of lists.filter(gone)) await rm(join(this.#listsOf(accountId), list.key))
    const kept = new Set(lists.filter((list) => !gone(list)).map(({ layer }) => layer))
    for (const layer of await readdir(this.#layersOf(accountId)).catch(() => []))
      if (!kept.has(layer))
        await rm(join(this.#layersOf(accountId), layer), { recursive: true, force: true })
  }

  #lists(accountId: string): Listed[] {
    const directory = this.#listsOf(accountId)
    try {
      return readdirSync(directory).map((key) => {
        const path = join(directory, key)
        const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept
        return { ...kept, key, usedAt: lstatSync(path).mtimeMs }
      })
    } catch {
      return []
    }
  }

  #listsOf(accountId: string): string {
    return join(this.#directory, accountId, 'lists')
  }

  #layersOf(accountId: string): string {
    return join(this.#directory, accountId, 'layers')
  }
}

/** What living code was given is told of every few seconds; a server may have been away between. */
const IN_USE_MS = 10 * 60_000

type Listed = Kept & { key: string; usedAt: number }

/** Of every file, nothing of what is none; links are not followed. */
async function* sizesIn(directory: string): AsyncGenerator<number> {
  const entries = await opendir(directory, { recursive: true }).catch(() => undefined)
  if (!entries) return
  for await (const entry of entries) {
    const found = await lstat(join(entry.parentPath, entry.name)).catch(() => undefined)
    if (found) yield found.isFile() ? found.size : 0
  }
}
