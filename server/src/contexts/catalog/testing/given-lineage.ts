import type { AccountId } from '../../identity/index.ts'
import { home } from './given-catalog.ts'

export const RUN_ID = '3f5e83fa-3480-44ff-99c5-ff943904e5e8'

/** As OpenLineage names a table of Glue's catalog. */
export function glueName(table: string, accountId: AccountId = home) {
  return { namespace: `arn:aws:glue:us-east-1:${accountId}`, name: `table/mobility/${table}` }
}

/** A run that makes `hourly` of `flights`, column `delay` of column `delay`. */
export function eventOf(eventType: string, accountId: AccountId = home) {
  const [input, output] = [glueName('flights', accountId), glueName('hourly', accountId)]
  const transformations = [{ type: 'DIRECT', subtype: 'AGGREGATION', masking: false }]
  const inputFields = [{ ...input, field: 'delay', transformations }]
  return {
    eventType,
    eventTime: '2026-05-18T07:00:00Z',
    producer: 'https://example.com/airflow',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId: RUN_ID },
    job: { namespace: 'airflow', name: 'hourly' },
    inputs: [input],
    outputs: [{ ...output, facets: { columnLineage: { fields: { delay: { inputFields } } } } }],
  }
}
