import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { noSuchView } from '../errors.ts'
import type { LoadedView } from '../model/face.ts'
import type { View, ViewMetadata } from '../model/view.ts'
import { swapMetadata } from '../store/table-rows.ts'
import { findViewById } from '../store/views.ts'
import type { Workings } from '../workings.ts'
import { untilFirst } from './commit.ts'
import { demandFreeLocation } from './free-location.ts'
import { viewFileAt } from './new-view.ts'
import { record } from './record.ts'
import { registerView } from './register.ts'

/** Answers the next metadata; asked again when another commit was first. */
type Make = (state: LoadedView) => Promise<ViewMetadata>

/** As the commit of a table: the file is durable before the swap. @throws catalog.no-such-view */
export function commitView(
  deps: Workings,
  caller: Caller,
  viewId: string,
  make: Make,
): Promise<LoadedView> {
  return untilFirst(deps, [viewId], () => attempt(deps, caller, viewId, make))
}

async function attempt(
  deps: Workings,
  caller: Caller,
  viewId: string,
  make: Make,
): Promise<LoadedView | undefined> {
  const view = await findViewById(deps.sql, viewId)
  if (!view) throw noSuchView({ database: '', view: viewId })
  const base = await deps.viewFiles.read(view.metadataLocation)
  const metadata = await make({ view, metadata: base })
  if (metadata === base) return { view, metadata }
  const next: View = {
    ...view,
    location: metadata.location,
    metadataLocation: viewFileAt(metadata, view.version),
    version: view.version + 1,
    updatedAt: deps.clock(),
  }
  await deps.viewFiles.write(next.metadataLocation, metadata)
  const swapped = await swap(deps, caller, { view, next, metadata })
  if (!swapped) await deps.storage.remove([next.metadataLocation])
  return swapped ? { view: next, metadata } : undefined
}

function swap(
  deps: Workings,
  caller: Caller,
  { view, next, metadata }: { view: View; next: View; metadata: ViewMetadata },
): Promise<boolean> {
  const { location } = next
  return transaction(deps.sql, async (tx) => {
    if (location !== view.location) await demandFreeLocation(tx, location, { except: view.id })
    if (!(await swapMetadata(tx, view, next))) return false
    await registerView(deps, tx, next, metadata)
    const ref = { accountId: view.accountId, database: view.database, table: view.name }
    const detail = { viewId: view.id, version: next.version }
    await record(tx, deps, caller, { done: 'view-replaced', ref, detail })
    return true
  })
}
