import { operation } from './operation.ts'

/** @see OpenLineage, `postEventBatch` */
export const recordLineageBatch = operation(
  'recordLineageBatch',
  async ({ catalog }, { caller, body }) => {
    await catalog.recordLineage(caller, { events: body })
    return { done: true }
  },
)
