import { announce } from '../../../foundation/events.ts'
import { recordOwnWork } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { LoadedTable, TableFile } from '../../catalog/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { IngestionDeps } from '../deps.ts'
import type { Delivery, Feed } from '../model/ledger.ts'
import { deliveriesByIds, updateDelivery } from '../store/deliveries.ts'
import { supersedeBefore, updateVintages } from '../store/vintages.ts'
import { licenseTable } from './agreement-of.ts'
import { tableRef, vintageField } from './feed-table.ts'
import type { Prepared } from './prepare-vintage.ts'

export interface Batch {
  id: string
  members: readonly Prepared[]
}

/** Puts a batch into the table in one snapshot, then into the ledger; twice is as good as once. */
export async function commitBatch(
  deps: IngestionDeps,
  of: { feed: Feed; caller: Caller; loaded: LoadedTable },
  batch: Batch,
): Promise<void> {
  const ids = batch.members.map(({ vintage }) => vintage.deliveryId)
  const deliveries = await deliveriesByIds(deps.sql, ids)
  const committed = await commitFiles(deps, of, { batch, deliveries })
  await transaction(deps.sql, async (tx) => {
    await licenseTable(deps, tx, of)
    await deps.catalog.noteRun(tx, loadOf(deps, of, batch))
    for (const member of batch.members) {
      const { vintage, slice, written, rowsRejected } = member
      const facts = {
        state: 'loaded' as const,
        availableAt: committed.committedAt,
        snapshotId: committed.snapshotId === undefined ? null : String(committed.snapshotId),
        rowsLoaded: written?.recordCount ?? 0,
        rowsRejected,
      }
      await updateVintages(tx, [vintage.id], facts)
      await supersedeBefore(tx, vintage, committed.committedAt)
      await updateDelivery(tx, vintage.deliveryId, { state: 'loaded', currentVintage: vintage.id })
      const told = {
        ...{ feedId: of.feed.id, deliveryId: vintage.deliveryId, slice, vintageId: vintage.id },
        ...{ number: vintage.number, snapshotId: facts.snapshotId, rows: facts.rowsLoaded },
        ...of.feed.definition.target,
        tableId: of.loaded.table.id,
      }
      await announce(tx, 'ingestion.delivery-loaded', told)
      await recordOwnWork(tx, of.feed, {
        action: 'ingestion.delivery-loaded',
        resource: vintage.landingLocation,
        detail: told,
      })
    }
  })
}

/** The feed itself is what the rows come from. */
function loadOf(
  { clock }: IngestionDeps,
  { feed, loaded }: { feed: Feed; loaded: LoadedTable },
  { id: runId }: Batch,
) {
  const { accountId } = feed
  return {
    accountId,
    job: `feed ${feed.id}`,
    runId,
    at: clock(),
    output: loaded.table.id,
    inputs: [],
  }
}

async function commitFiles(
  deps: IngestionDeps,
  of: { feed: Feed; caller: Caller; loaded: LoadedTable },
  { batch, deliveries }: { batch: Batch; deliveries: readonly Delivery[] },
): Promise<{ committedAt: Date; snapshotId?: bigint }> {
  const command = {
    ...tableRef(of.feed),
    files: batch.members.flatMap(({ written }) => (written ? [written] : [])),
    commitKey: `ingestion ${batch.id}`,
    properties: {
      'millrace.feed': of.feed.id,
      'millrace.vintages': batch.members.map(({ vintage }) => vintage.id).join(','),
    },
  }
  const old = new Set(deliveries.flatMap(({ currentVintage: id }) => (id === null ? [] : [id])))
  const nothing = old.size === 0 && command.files.length === 0
  if (nothing) return { committedAt: deps.clock() } // An empty file, and that is as it should be.
  if (old.size === 0) return await deps.catalog.append(of.caller, command)
  const field = vintageField(of.loaded)
  const replaces = (file: TableFile) => old.has(vintageOf(file, field) ?? -1)
  const rows = field === undefined ? {} : { rows: { column: field, values: [...old].map(BigInt) } }
  return await deps.catalog.replaceFiles(of.caller, { ...command, replaces, ...rows })
}

/** All rows of a file that we wrote are of one vintage, so its bounds name it. */
function vintageOf(file: TableFile, field: number | undefined): number | undefined {
  if (field === undefined) return undefined
  const [lower, upper] = [file.lowerBounds?.get(field), file.upperBounds?.get(field)]
  if (!lower || !upper || !lower.equals(upper)) return undefined
  return Number(lower.readBigInt64LE()) // Iceberg spec, Appendix D: long, little-endian.
}
