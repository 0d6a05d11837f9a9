import { notAdoptable } from '../errors.ts'
import { order } from '../model/manifest-list.ts'
import { adoptedAfter, countFiles, type FoundFile, putFoundFiles } from '../store/adoption-files.ts'
import { updateAdoption } from '../store/adoptions.ts'
import type { Workings } from '../workings.ts'
import type { Adoption } from './model/adoption.ts'
import { foreignFormat, passedOver } from './model/hive-path.ts'
import { demandRunning } from './running.ts'

const PAGE = 1000

type Known = Awaited<ReturnType<typeof adoptedAfter>>[number]

/**
 * Lists the place once, beside what its table took over before: both are in the order of their
 * locations. A listing that was cut off begins anew, and finds its own rows there.
 */
export async function findFiles(
  deps: Pick<Workings, 'sql' | 'storage'>,
  adoption: Adoption,
): Promise<void> {
  const page: FoundFile[] = []
  const flush = async () => {
    await putFoundFiles(deps.sql, adoption.id, page.splice(0))
    const counts = await countFiles(deps.sql, adoption.id)
    demandRunning(adoption, await updateAdoption(deps.sql, adoption.id, counts))
  }
  for await (const file of comparedFiles(deps, adoption)) {
    page.push(file)
    if (page.length === PAGE) await flush()
  }
  await flush()
}

async function* comparedFiles(
  deps: Pick<Workings, 'sql' | 'storage'>,
  adoption: Adoption,
): AsyncIterable<FoundFile> {
  const known = knownFiles(deps, adoption.tableId)
  let next = await known.next()
  for await (const object of deps.storage.list(`${adoption.location}/`)) {
    const { location } = object
    while (!next.done && order(next.value.location, location) < 0) {
      yield vanished(next.value)
      next = await known.next()
    }
    if (!next.done && next.value.location === location) {
      if (next.value.etag !== object.etag)
        yield { ...next.value, state: 'changed', reason: 'it was replaced after it was taken over' }
      next = await known.next()
    } else {
      const found = newFile(adoption, object)
      if (found) yield found
    }
  }
  for (; !next.done; next = await known.next()) yield vanished(next.value)
}

function vanished(file: Known): FoundFile {
  return { ...file, state: 'vanished', reason: 'it is gone, and the table may still name it' }
}

function newFile(
  { location: root, tableId }: Adoption,
  { location, sizeBytes, etag }: { location: string; sizeBytes: number; etag: string },
): FoundFile | undefined {
  const format = foreignFormat(root, location)
  if (format !== undefined)
    throw notAdoptable({
      reason: `a table of ${format} lies at "${root}": its log says which of the files count`,
    })
  const file = { location, sizeBytes, etag }
  const reason = passedOver(root, location)
  if (reason === undefined) return { ...file, state: 'found' }
  // What engines have written since is the table's own affair.
  return tableId === undefined ? { ...file, state: 'skipped', reason } : undefined
}

async function* knownFiles(
  { sql }: Pick<Workings, 'sql'>,
  tableId: string | undefined,
): AsyncGenerator<Known, undefined> {
  if (tableId === undefined) return undefined
  let after = ''
  for (;;) {
    const page = await adoptedAfter(sql, { tableId, after, limit: PAGE })
    yield* page
    const last = page.at(-1)
    if (!last) return undefined
    after = last.location
  }
}
