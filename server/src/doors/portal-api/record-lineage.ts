import { operation } from './operation.ts'

/** @see OpenLineage, `postRunEvent` */
export const recordLineage = operation('recordLineage', async ({ catalog }, { caller, body }) => {
  await catalog.recordLineage(caller, { events: [body] })
  return { done: true }
})
