import { stateOf } from './delivery-wire.ts'
import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

/** All of a feed's, in order of their slices. */
export const listDeliveries = operation('listDeliveries', async (deps, { caller, params }) => {
  const records = await ingestionOf(deps).listDeliveries(caller, { feedId: params.id })
  return {
    items: records.map((record) => {
      const current = record.vintages.find(({ id }) => id === record.currentVintage)
      return {
        id: record.id,
        slice: record.slice,
        state: stateOf(record),
        vintages: record.vintages.length,
        ...(current?.rowsLoaded != null && { rowCount: current.rowsLoaded }),
      }
    }),
  }
})
