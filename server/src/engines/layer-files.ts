import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { lstat, opendir, readFile, rm } from 'node:fs/promises'
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
  /** Digest of the list and the engine’s name alone. */
  wish: string
  /** The same packages are other files for another. */
  engine: string
}

interface Kept {
  /** Digest of the packages that were found: lists that come to the same share them. */
  layer: string
  sizeBytes: number
  wish: string
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
    const kept = keptIn(list)
    const path = kept && join(this.#layersOf(accountId), kept.layer)
    if (path === undefined || !existsSync(path)) return undefined
    utimesSync(list, now, now)
    return path
  }

  /** What was made for such a list is in use, whatever the engine brings by now. */
  touch({ accountId, wish }: Pick<LayerName, 'accountId' | 'wish'>, now: Date): void {
    for (const { key, kept } of this.#lists(accountId))
      if (kept?.wish === wish) utimesSync(join(this.#listsOf(accountId), key), now, now)
  }

  /** A directory for one resolver, which another than its owner cannot reach. */
  stage(): string {
    const staged = this.#aside()
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
    await everyOne(begun, (one) => this.discard(join(making, one)))
  }

  /**
   * Of what is still being made: it holds the packages, and what they are made from as well.
   *
   * @throws engines.layers-too-large
   */
  async demandStaged(staged: string): Promise<void> {
    await this.#demandSize(join(staged, 'packages'), 1)
    await this.#demandSize(staged, 2)
  }

  async #demandSize(directory: string, times: number): Promise<number> {
    const sizeBytesMax = this.#limits.sizeBytesMax * times
    const filesMax = this.#limits.filesMax * times
    const found = { sizeBytes: 0, files: 0 }
    for await (const size of sizesIn(directory)) {
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
  async keep(
    { accountId, key, wish, engine }: LayerName,
    staged: string,
    now: Date,
  ): Promise<string> {
    const packages = join(staged, 'packages')
    // A link would be followed into every box that the layer is shown in.
    for (const [name, directory] of [['packages', true] as const, ['set', false] as const]) {
      const found = await lstat(join(staged, name)).catch(() => undefined)
      const fits = directory ? found?.isDirectory() : found?.isFile() && found.size < SET_BYTES_MAX
      if (!fits) throw strangeLayer({ name })
    }
    const sizeBytes = await this.#demandSize(packages, 1)
    const layer = createHash('sha256')
      .update(`${engine}\0`)
      .update(await readFile(join(staged, 'set')))
      .digest('hex')
    mkdirSync(this.#layersOf(accountId), { recursive: true, mode: 0o700 })
    mkdirSync(this.#listsOf(accountId), { recursive: true, mode: 0o700 })
    const path = join(this.#layersOf(accountId), layer)
    if (!existsSync(path)) await this.#demandRoom(accountId, sizeBytes, now)
    const list = this.#aside()
    writeFileSync(list, JSON.stringify({ layer, sizeBytes, wish } satisfies Kept), { mode: 0o600 })
    // From here on without a pause: nobody sees the layer without its list, and removes it.
    if (!existsSync(path)) renameSync(packages, path)
    renameSync(list, join(this.#listsOf(accountId), key))
    utimesSync(join(this.#listsOf(accountId), key), now, now)
    return path
  }

  /** Lists in use stay, and their layers; of the others those go that nobody has used for long. */
  async sweep(now: Date): Promise<void> {
    const before = now.getTime() - this.#limits.unusedDaysMax * 86_400_000
    const accounts = existsSync(this.#directory) ? readdirSync(this.#directory) : []
    await everyOne(
      accounts.filter((one) => one !== 'making'),
      (accountId) => this.#forget(accountId, ({ usedAt }) => usedAt < before),
    )
  }

  /** Makes room by what has been unused longest, but for what somebody may just have been given. */
  async #demandRoom(accountId: string, sizeBytes: number, now: Date): Promise<void> {
    const { accountBytesMax } = this.#limits
    for (;;) {
      const lists = this.#lists(accountId)
      const layers = new Map(lists.map(({ kept }) => [kept?.layer, kept?.sizeBytes ?? 0]))
      const total = [...layers.values()].reduce((sum, one) => sum + one, sizeBytes)
      if (total <= accountBytesMax) return
      const [oldest] = lists.toSorted((one, other) => one.usedAt - other.usedAt)
      const stuck = lists.some(({ kept }) => kept === undefined)
      if (!oldest || stuck || now.getTime() - oldest.usedAt < IN_USE_MS)
        throw layersTooLarge({
          what: 'the account’s packages in use take',
          most: `${accountBytesMax} bytes`,
        })
      await this.#forget(accountId, ({ key }) => key === oldest.key)
    }
  }

  /**
   * Without a pause until all of it is out of the way, so that nobody finds what is being removed.
   * A list that cannot be read may be of any layer: while it is there, they all stay.
   */
  async #forget(accountId: string, gone: (list: Listed) => boolean): Promise<void> {
    const lists = this.#lists(accountId)
    for (const list of lists.filter(gone)) unlinkSync(join(this.#listsOf(accountId), list.key))
    const left = lists.filter((list) => !gone(list)).map(({ kept }) => kept?.layer)
    const layers = this.#layersOf(accountId)
    if (left.includes(undefined) || !existsSync(layers)) return
    const removed = readdirSync(layers)
      .filter((layer) => !left.includes(layer))
      .map((layer) => {
        const aside = this.#aside()
        renameSync(join(layers, layer), aside)
        return aside
      })
    await everyOne(removed, (aside) => this.discard(aside))
  }

  #lists(accountId: string): Listed[] {
    const directory = this.#listsOf(accountId)
    const keys = existsSync(directory) ? readdirSync(directory) : []
    return keys.map((key) => {
      const path = join(directory, key)
      return { key, usedAt: lstatSync(path).mtimeMs, kept: keptIn(path) }
    })
  }

  /** A name of nothing yet, in the place that is emptied when the next server starts. */
  #aside(): string {
    const making = join(this.#directory, 'making')
    mkdirSync(making, { recursive: true, mode: 0o700 })
    return join(making, randomUUID())
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

/** `kept` is undefined where it cannot be read. */
interface Listed {
  key: string
  usedAt: number
  kept: Kept | undefined
}

function keptIn(path: string): Kept | undefined {
  try {
    const { layer, sizeBytes, wish = '' } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Kept>
    if (typeof layer !== 'string' || typeof sizeBytes !== 'number') return undefined
    return { layer, sizeBytes, wish }
  } catch {
    return undefined
  }
}

/** Each, whatever becomes of the others; then the first failure. */
async function everyOne<One>(all: readonly One[], work: (one: One) => Promise<void>) {
  const failures: unknown[] = []
  for (const one of all) await work(one).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/** Of every file, nothing of what is none, or is gone meanwhile; links are not followed. */
async function* sizesIn(directory: string): AsyncGenerator<number> {
  const inside: string[] = []
  try {
    for await (const entry of await opendir(directory)) {
      const path = join(directory, entry.name)
      const found = await lstat(path).catch(() => undefined)
      if (found) yield found.isFile() ? found.size : 0
      if (found?.isDirectory()) inside.push(path)
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  for (const one of inside) yield* sizesIn(one)
}
