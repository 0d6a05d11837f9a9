import { type Static, Type } from 'typebox'
import { InDataset } from './requests.ts'
import { Done } from './values.ts'

export const Lineage = Type.Object({
  nodes: Type.Array(
    Type.Object({
      id: Type.String(),
      /** `elsewhere`: what a job read that is no dataset of this catalog. */
      kind: Type.Enum([
        'vendor',
        'feed',
        'dataset',
        'pipeline',
        'feature',
        'reader',
        'job',
        'elsewhere',
      ]),
      label: Type.String(),
      detail: Type.Optional(Type.String()),
      path: Type.Optional(Type.String()),
    }),
  ),
  edges: Type.Array(
    Type.Object({
      from: Type.String(),
      to: Type.String(),
      /** Columns of `to`, and the columns of the node `of` that they were made of. */
      columns: Type.Optional(
        Type.Array(
          Type.Object({
            of: Type.String(),
            from: Type.String(),
            to: Type.String(),
            /** OpenLineage’s type and subtype: `DIRECT/IDENTITY`. */
            how: Type.String(),
          }),
        ),
      ),
    }),
  ),
})
export type Lineage = Static<typeof Lineage>

const AskLineage = Type.Object({
  ...InDataset.properties,
  direction: Type.Optional(Type.Enum(['upstream', 'downstream', 'both'])),
  /** Steps from dataset to dataset; 4 without it. */
  depth: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 })),
  columns: Type.Optional(Type.Boolean()),
})

/** A RunEvent, DatasetEvent or JobEvent of OpenLineage 2-0-2; the catalog reads its parts. */
const LineageEvent = Type.Object({
  eventTime: Type.Unknown(),
  producer: Type.Unknown(),
  schemaURL: Type.Unknown(),
  eventType: Type.Optional(Type.Unknown()),
  run: Type.Optional(Type.Unknown()),
  job: Type.Optional(Type.Unknown()),
  dataset: Type.Optional(Type.Unknown()),
  inputs: Type.Optional(Type.Unknown()),
  outputs: Type.Optional(Type.Unknown()),
})

/** What is made of what. @see https://openlineage.io/spec/2-0-2/OpenLineage.json */
export const lineageOperations = {
  getLineage: {
    summary: 'Where a dataset comes from and goes to',
    query: AskLineage,
    answer: Lineage,
  },
  recordLineage: {
    summary: 'Say what a job made of what, by an event of OpenLineage',
    body: LineageEvent,
    answer: Done,
  },
  recordLineageBatch: {
    summary: 'Say it by several events',
    body: Type.Array(Type.Unknown()),
    answer: Done,
  },
}
