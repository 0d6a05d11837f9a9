import type { Field, Schema } from '../../catalog/index.ts'
import { CLOCK_COLUMNS, type FeedDefinition } from './feed.ts'

/** The table of a feed: the contract's columns, then the platform's clocks. */
export function tableSchema({ columns }: Pick<FeedDefinition, 'columns'>): Schema {
  const all = [...columns, ...CLOCK_COLUMNS] as { name: string; type: string; comment?: string }[]
  return {
    type: 'struct',
    'schema-id': 0,
    fields: all.map(
      ({ name, type, comment }, index): Field => ({
        id: index + 1,
        name,
        required: false,
        type,
        ...(comment !== undefined && { doc: comment }),
      }),
    ),
  }
}
